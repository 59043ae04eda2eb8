/** What `/api/interactions/ID` answers. Instants are milliseconds since 1970. */

export interface Person {
  id: string;
  name: string | null;
}

export interface SkillRequirement {
  skill: string;
  level: number;
}

export type VerdictCode =
  | "chosen" | "notAvailable" | "notResponding" | "disconnected" | "busy" | "wrappingUp" | "missingSkill" | "otherQueue" | "atCapacity" | "declined" | "idleLessLong" | "notTheOne";

export interface Verdict {
  code: VerdictCode;
  activity?: string;
  skill?: string;
  level?: number;
  until?: number;
}

export interface Candidate {
  agent: Person;
  idleSince: number;
  verdict: Verdict;
}

export interface Assignment {
  at: number;
  ageMs: number;
  planVersion: number;
  rule: string;
  /** 0 is the first. */
  step: number;
  ring: number;
  priority: number;
  demand: { queue: string | null; skills: SkillRequirement[]; agent: string | null };
  offerDeadline: number;
  stepEnd: number | null;
  acceptedBy: string | null;
  acceptedAt: number | null;
  candidates: Candidate[];
  tallies: { standing: string; agents: number }[];
}

export interface InteractionDetail {
  id: string;
  queue: string;
  /** Absent: older servers know video alone. */
  medium?: "video" | "chat";
  customer: Person;
  language: string;
  enqueuedAt: number;
  answeredAt: number | null;
  /** When the customer asked to be called back instead of waiting. */
  callbackRequestedAt: number | null;
  /** The interaction whose agent promised to call back about it. */
  followUpOf: string | null;
  endedAt: number | null;
  outcome: string | null;
  disposition: string | null;
  resolved: boolean | null;
  note: string | null;
  segments: { kind: "talk" | "hold" | "reconnect" | "wrap" | "consult"; agent: Person; from: number; to: number | null }[];
  offers: { agent: Person; at: number; result: "accepted" | "rejected" | "timeout" | "rescinded" | "taken"; endedAt: number }[];
  assignments: Assignment[];
  /** What was written, if it was a chat. */
  chat?: { at: number; role: string; name: string | null; text: string }[];
  /** When agents protected themselves. */
  flags: { at: number; agent: Person; blockedUntil: number | null; ended: boolean }[];
}
