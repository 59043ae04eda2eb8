/** The payloads of `Sources/Signaling/PROTOCOL.md`, version 1. Times are the server's milliseconds, amounts minor units. */

export type Activity = "available" | "away" | "offline";
export type Workload = "idle" | "offered" | "talking" | "wrapUp";
export type SessionState = "connecting" | "live" | "reconnecting" | "ended";
export type MediaReport = "connecting" | "connected" | "disconnected";
export type CheckResult = "ok" | "denied" | "missing" | "skipped" | "failed";
export type Empty = Record<string, never>;

export interface Preflight {
  camera: CheckResult;
  microphone: CheckResult;
  speaker: CheckResult;
  rttMs?: number;
  light: "good" | "dark" | "bright" | "unknown";
}

export interface Ticket {
  id: string;
  interaction: string;
  queue: string;
  state: "waiting" | "offered" | "assigned" | "closed";
  /** 1 is next. */
  position: number;
  waiting: number;
  enqueuedAt: number;
  closedReason?: "left" | "abandoned" | "expired";
}

export interface Agent {
  id: string;
  name: string;
  activity: Activity;
  since: number;
  notResponding: boolean;
  workload: Workload;
  idleSince: number;
}

export interface Caller {
  id: string;
  name?: string;
  email?: string;
  externalId?: string;
  verified: boolean;
  cart?: { amount: number; currency: string };
  useCase: string;
  entryPoint?: string;
  variant?: string;
  page?: string;
  language: "en" | "fr";
  matter?: string;
  preflight?: Preflight;
}

export interface Offer {
  id: string;
  ticket: string;
  queue: string;
  createdAt: number;
  deadline: number;
  enqueuedAt: number;
  caller: Caller;
}

export interface MediaSent {
  audio: boolean;
  video: boolean;
  screen: boolean;
}

export interface Participant {
  id: string;
  role: "customer" | "agent";
  name?: string;
  presence: "attached" | "detached" | "left";
  epoch: number;
  media: MediaSent;
  report: string | null;
}

export type EndedReason = "hangup" | "customer_lost" | "agent_lost" | "never_connected" | "media_lost" | "both_lost";

export interface Session {
  id: string;
  interaction: string;
  state: SessionState;
  since: number;
  startedAt: number;
  endedReason?: EndedReason;
  /** This side's participant id. */
  self: string;
  /** Whether this connection carries the participant's media. */
  mine: boolean;
  polite: boolean;
  participants: Participant[];
  iceServers: RTCIceServer[];
  caller?: Caller;
}

export interface ChatMessage {
  id: string;
  key: string;
  session: string;
  from: string;
  role: "customer" | "agent";
  name?: string;
  at: number;
  text: string;
}

export interface WrapUp {
  interaction: string;
  deadline: number;
  startedAt: number;
  caller: Caller;
  note: string;
  dispositions: string[];
  finished?: false;
}

export interface WrapUpFinished {
  interaction: string;
  finished: true;
}

export interface QueueStats {
  queue: string;
  waiting: number;
  oldestEnqueuedAt: number | null;
  agentsAvailable: number;
}

export interface Stats {
  queues: QueueStats[];
}

export interface EndedSession {
  interaction: string;
  reason: EndedReason;
  at: number;
}

export interface CustomerSnapshot {
  ticket: Ticket | null;
  session: Session | null;
  chat: ChatMessage[];
  ended: EndedSession | null;
}

export interface AccountSnapshot {
  agent: Agent;
  offer: Offer | null;
  session: Session | null;
  chat: ChatMessage[];
  note: string;
  wrapUp: WrapUp | null;
  useCases: string[];
  dispositions: string[];
  stats: Stats;
  ended: EndedSession | null;
}

/** What both kinds of snapshot hold; narrow with `"agent" in snapshot`. */
export type Snapshot = CustomerSnapshot | AccountSnapshot;

export interface Principal {
  kind: "customer" | "account";
  id: string;
  name?: string | null;
  role?: string | null;
}

export interface Welcome {
  sid: string;
  secret: string;
  resumed: boolean;
  seq: number;
  now: number;
  pingMs: number;
  limits: { messageBytes: number; depth: number; messagesPerSecond: number };
  principal: Principal;
  snapshot?: Snapshot;
}

export interface Bye {
  action: "resume" | "reconnect" | "stop";
  reason: string;
}

/** What travels inside `signal`; see PROTOCOL.md §6. */
export interface Signal {
  session: string;
  mine: number;
  theirs: number;
  n: number;
  description?: RTCSessionDescriptionInit;
  candidate?: RTCIceCandidateInit | null;
}

/** Method → [parameters, ok]. */
export interface Methods {
  "ping": [Empty, Empty];
  "session.join": [{ session: string; epoch?: number }, { session: Session }];
  "signal": [Signal, Empty];
  "session.media": [MediaSent, Empty];
  "session.report": [{ media: MediaReport }, Empty];
  "session.ice": [Empty, { iceServers: RTCIceServer[] }];
  "session.hangup": [{ session: string }, Empty];
  "chat.send": [{ session: string; key: string; text: string }, { message: ChatMessage }];
  "visit.start": [VisitStart, { ticket: Ticket }];
  "visit.leave": [Empty, Empty];
  "agent.activity": [{ activity: Activity }, { agent: Agent }];
  "offer.accept": [{ offer: string }, { session: Session }];
  "offer.reject": [{ offer: string }, Empty];
  "note.save": [{ interaction: string; text: string }, Empty];
  "wrapup.finish": [{ interaction: string; disposition: string; resolved: boolean | null; note?: string }, Empty];
}

export interface VisitStart {
  useCase: string;
  entryPoint?: string;
  variant?: string;
  page?: string;
  language: "en" | "fr";
  name?: string;
  matter?: string;
  preflight?: Preflight;
}

export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M][0];
export type Ok<M extends Method> = Methods[M][1];

/** Methods that may be sent without an id, and so without an answer. */
export type Notification = "signal" | "session.media" | "session.report" | "ping";

export type ClientState = "idle" | "connecting" | "connected" | "reconnecting" | "stopped";

/** Event → what its listener gets. */
export interface ClientEvents {
  "state": ClientState;
  "welcome": Welcome;
  /** Replaces all that was known; comes with each welcome that did not resume. */
  "snapshot": Snapshot;
  "bye": Bye;
  "ticket": Ticket;
  "agent": Agent;
  "offer": Offer;
  "offer.ended": { offer: string; result: "accepted" | "rejected" | "timeout" | "rescinded" };
  "session": Session;
  "signal": { from: string; signal: Signal };
  "chat": ChatMessage;
  "wrapup": WrapUp | WrapUpFinished;
  "stats": Stats;
}
