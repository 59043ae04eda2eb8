/** What `/api/routing/board` answers. Instants are milliseconds since 1970. */

import type { Title } from "../shared/titles.js";

export type Medium = "video" | "chat";

export type Alarm = "nobody_staffed" | "oldest_over_target" | "service_level_low";

export interface QueueFigures {
  queue: string;
  title: Title;
  waiting: number;
  /** Customers whose booked time has not come yet, and the next such time. */
  booked: number;
  nextBooking: number | null;
  oldestEnqueuedAt: number | null;
  agentsAvailable: number;
  agentsStaffed: number;
  isOpen: boolean;
  serviceLevelSeconds: number;
  today: {
    offered: number;
    answered: number;
    withinTarget: number;
    abandoned: number;
    /** 0…1; null before the first call. */
    serviceLevel: number | null;
    averageAnswerMs: number | null;
  };
  estimates: Estimates;
  alarms: Alarm[];
}

/** How honest the queue's estimates of the wait have been, over its last waits. Shares are percent. */
export interface Estimates {
  /** Whether customers are told them. */
  shown: boolean;
  withheld: "learning" | "too_short" | "too_long" | "unsteady" | null;
  waits: number;
  waitsNeeded: number;
  withinP50: number | null;
  withinP90: number | null;
  withinP90Wanted: number;
}

export type ActivityKind = "available" | "away" | "offline";

export interface BoardAgent {
  id: string;
  name: string;
  activity: string;
  kind: ActivityKind;
  since: number;
  notResponding: boolean;
  connected: boolean;
  workload: "idle" | "offered" | "talking" | "wrapUp";
  workSince: number | null;
  /** The video call's. */
  session: string | null;
  /** Chats in hand, those that are being wrapped up among them; older servers know none. */
  chats?: number;
  /** null: all */
  queues: string[] | null;
  skills: Record<string, number>;
}

export interface BoardTicket {
  id: string;
  interaction: string;
  queue: string;
  medium?: Medium;
  position: number;
  waiting: number;
  enqueuedAt: number;
  state: "waiting" | "offered" | "booked" | "callback" | "invited";
  /** The time that was booked. */
  bookedFor: number | null;
  connected: boolean;
  name: string | null;
  language: string;
  rule: string | null;
  step: number | string | null;
  /** The sum of everything that adds to it. */
  priority: number;
  /** A supervisor's part of it. */
  bump?: number;
}

export interface Activity {
  name: string;
  kind: ActivityKind;
  title: Title;
}

/** An agent has shielded themselves from a customer. Of an interaction the last one is told. */
export interface BoardAlert {
  at: number;
  interaction: string;
  queue: string;
  agent: { id: string; name: string | null };
  customer: string;
  /** The customer's. */
  name: string | null;
  /** Until when no visit of the customer is taken; null: they may come again. */
  blockedUntil: number | null;
  /** The agent ended the call with it. */
  ended: boolean;
}

export interface Board {
  at: number;
  planVersion: number;
  queues: QueueFigures[];
  agents: BoardAgent[];
  tickets: BoardTicket[];
  activities: Activity[];
  /** Of the last hour, newest first; older servers do not tell them. */
  alerts?: BoardAlert[];
}
