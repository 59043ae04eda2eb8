/** A routing plan as it is written. Absent fields take the server's defaults. */

import type { Title } from "../shared/titles.js";

export type { Title };

export interface SkillRequirement {
  skill: string;
  level?: number;
}

export interface RelaxationRing {
  afterSeconds?: number;
  lowerLevelsBy?: number;
  drop?: string[];
}

export interface WorkflowStep {
  name: string;
  to?: "anyone" | "lastAgent" | "accountOwner";
  skills?: SkillRequirement[];
  priority?: number;
  timeoutSeconds?: number;
  offers?: number;
  skipWhen?: string;
  rings?: RelaxationRing[];
}

export interface WorkflowRule {
  name: string;
  when?: string;
  queue?: string;
  priority?: number;
  steps: WorkflowStep[];
}

export interface Workflow {
  name: string;
  rules: WorkflowRule[];
  default: WorkflowRule;
}

export type Turnaway = "refuse" | "book" | "callback";

export interface OverflowRule {
  when: string;
  to?: string;
  close?: Turnaway;
}

export interface WrapUp {
  mode?: "optional" | "mandatory" | "timed" | "timedFixed";
  seconds?: number;
  extensions?: number;
  extensionSeconds?: number;
}

export interface CallbackPolicy {
  offered?: boolean;
  attempts?: number;
  graceSeconds?: number;
  retrySeconds?: number;
  atOnce?: number;
}

export interface BookingPolicy {
  slotMinutes?: 10 | 15 | 20 | 30 | 60;
  perSlot?: number;
  noticeMinutes?: number;
  daysAhead?: number;
}

export type Medium = "video" | "chat";

/** How much an agent can have in hand at once. */
export interface MediaPolicy {
  /** `exclusive`: whoever is in a video call is offered no chats, and the other way round. */
  video?: { exclusive?: boolean };
  /** Chats at a time; 0: none are offered. */
  chat?: { capacity?: number };
}

export interface QueueSettings {
  name: string;
  title?: Title;
  /** What its customers may choose; absent: video. */
  media?: Medium[];
  hours?: string;
  serviceLevelSeconds?: number;
  offerSeconds?: number;
  wrapUp?: WrapUp;
  maximumDepth?: number;
  overflow?: OverflowRule[];
  whenClosed?: Turnaway;
  booking?: BookingPolicy;
  callback?: CallbackPolicy;
}

export interface SkillDefinition {
  name: string;
  title?: Title;
}

export interface ActivityDefinition {
  name: string;
  kind?: "available" | "away" | "offline";
  title?: Title;
}

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

export interface Holiday {
  date: string;
  title?: Title;
  hours?: string[];
}

export interface BusinessHours {
  name: string;
  timeZone: string;
  weekly?: Partial<Record<Weekday, string[]>>;
  holidays?: Holiday[];
}

export type GreetingMessage = "connecting" | "waiting" | "waitingAbout" | "longWait" | "noStaff" | "closed" | "closedForLong";
/** What customers are told, by message; what is left out has the server's standard text. */
export type Greetings = Partial<Record<GreetingMessage, { en?: string; fr?: string }>>;

export interface Plan {
  workflow: Workflow;
  queues: QueueSettings[];
  skills: SkillDefinition[];
  activities: ActivityDefinition[];
  hours: BusinessHours[];
  greetings: Greetings;
  priorityPointSeconds?: number;
  media?: MediaPolicy;
}

export interface Problem {
  path: string;
  code: string;
  message: string;
  cause?: string;
  /** Unicode code points before the culprit, in the text of a condition. */
  offset?: number;
}

export interface PublishedPlan {
  version: number;
  publishedAt: number | null;
  publishedBy: string | null;
  note: string | null;
  plan: Plan;
  useCases: string[];
  /** What customers are told where the plan says nothing. */
  standardGreetings: Greetings;
}

export interface PlanVersion {
  version: number;
  publishedAt: number;
  publishedBy: string | null;
  note: string | null;
}

export interface AgentProfile {
  skills: Record<string, number>;
  /** null: all */
  queues: string[] | null;
}

export interface AgentAccount {
  id: string;
  name: string;
  role: string;
  profile: AgentProfile;
  disabled: boolean;
}
