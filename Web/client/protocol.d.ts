/** The payloads of `Sources/Signaling/PROTOCOL.md`, version 1. Times are the server's milliseconds, amounts minor units. */

/** What an activity means to routing: takes offers, is there and takes none, is not there. */
export type ActivityKind = "available" | "away" | "offline";
/** What people read in place of a name, in the languages that somebody wrote it in. */
export type Title = { en?: string; fr?: string };
/** The name of an activity; `available`, `away` and `offline` always exist. */
export type Activity = string;

export interface ActivityDefinition {
  name: Activity;
  kind: ActivityKind;
  title: Title;
}

export interface QueueTitle {
  name: string;
  title: Title;
}

/** What agents choose from and read of the routing plan. */
export interface PlanNames {
  activities: ActivityDefinition[];
  queues: QueueTitle[];
}

export type Workload = "idle" | "offered" | "talking" | "wrapUp";
export type SessionState = "connecting" | "live" | "reconnecting" | "ended";
export type MediaReport = "connecting" | "connected" | "disconnected";
/** How customer and agent meet: face to face, or in writing alone. */
export type Medium = "video" | "chat";
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
  /** Absent: older servers know video alone. So it is wherever a medium may be left out. */
  medium?: Medium;
  state: "waiting" | "offered" | "assigned" | "closed";
  /** 1 is next. */
  position: number;
  waiting: number;
  enqueuedAt: number;
  closedReason?: "left" | "abandoned" | "expired" | "turned_away" | "unreached";
  /** Why the place is further back than it was told before; a newer server may know more. */
  movedBack?: MovedBack | null;
  /** From now on: as often less than `p50Ms` as more, nine times out of ten less than `p90Ms`. */
  wait?: { p50Ms: number; p90Ms: number };
  /** What to tell the customer of the wait, in their language. */
  greeting?: string;
  callback?: Callback;
  /** Whether the customer may ask to be called back. */
  mayCallBack?: boolean;
  /** Whether they may choose a time for it. */
  mayBook?: boolean;
  /** `callback` or `book`, while the ticket waits: the queue gives the customer up unless they ask for it. */
  turnaway?: "refuse" | "book" | "callback";
}

/** Where the customer is written to when it is their turn. */
export interface Callback {
  /** `booked`: nobody's place is taken until the time of `slot` has come. */
  state: "booked" | "waiting" | "invited" | "answered";
  /** Masked. */
  contact: string;
  /** Not before. */
  from?: number;
  /** The customer is expected until then. */
  until?: number;
  attempts: number;
  /** The time that was booked, or promised. */
  slot?: Slot;
}

/** A time that can be booked. */
export interface Slot {
  from: number;
  until: number;
}

export type MovedBack = "priority" | "returned" | "moved" | "appointment" | "plan";

export interface Agent {
  id: string;
  name: string;
  activity: Activity;
  /** Older servers do not say; they know the built-in activities alone. */
  kind?: ActivityKind;
  since: number;
  notResponding: boolean;
  /** Over all that they have in hand: `offered` before `talking` before `wrapUp`. */
  workload: Workload;
  idleSince: number;
  /** Chats in hand, those that are being wrapped up among them. */
  chats?: number;
  /** What could be offered to them at this moment. */
  canTake?: Medium[];
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
  medium?: Medium;
  createdAt: number;
  deadline: number;
  enqueuedAt: number;
  /** When the customer asked to be called back; absent: they waited. */
  callbackRequestedAt?: number;
  /** The time that the customer booked, or was promised. */
  bookedFor?: number;
  caller: Caller;
  /** A colleague who has the customer asks for advice; absent: the customer waits. */
  consult?: { session: string; by?: string };
}

export interface MediaSent {
  audio: boolean;
  video: boolean;
  screen: boolean;
}

/** `consulted`: a colleague whom the agent asks for advice; not shown to the customer's side while it is on hold. */
export type Role = "customer" | "agent" | "guest" | "supervisor" | "consulted";
/** How a supervisor takes part: hears and sees; is heard by the agent too; is heard and seen by all. */
export type SupervisionMode = "monitor" | "whisper" | "barge";

export interface Participant {
  id: string;
  role: Role;
  mode?: SupervisionMode;
  name?: string;
  presence: "attached" | "detached" | "left";
  epoch: number;
  media: MediaSent;
  report: string | null;
}

export type FeedKind = "microphone" | "camera" | "screen";

/** Something one participant sends and another may get; see PROTOCOL.md §7. */
export interface Feed {
  participant: string;
  kind: FeedKind;
}

export type Purpose = "quality" | "evidence";

export interface Consent {
  purpose: Purpose;
  answer: "asked" | "granted" | "refused" | "withdrawn";
  at: number;
}

export type RecordingState = "off" | "asking" | "starting" | "recording" | "paused" | "refused" | "failed";

export interface RecordingStatus {
  id?: string;
  state: RecordingState;
  pausedByAgent: boolean;
  /** Who keeps it paused; older servers do not say. */
  pausedBy?: ("agent" | "api")[];
  since: number;
}

export interface Hold {
  since: number;
  /** The participant who put the customer on hold. */
  by: string;
}

/** The question of a warm transfer: whom the agent asks, and whether they have joined. */
export interface Consult {
  colleague: string;
  name: string;
  state: "asking" | "joined";
  since: number;
}

/** A colleague is no longer asked. The customer stays with the agent, on hold unless the agent went back to them. */
export interface ConsultEnded {
  session: string;
  colleague: string;
  name: string;
  ending: "declined" | "missed" | "unavailable" | "left" | "returned" | "session_ended";
}

export interface Invite {
  id: string;
  name?: string;
  expiresAt: number;
  state: "open" | "used" | "revoked" | "expired";
  participant?: string;
}

/** One session as the supervisors who watch see it. */
export interface LiveSession {
  id: string;
  interaction: string;
  queue: string;
  medium?: Medium;
  state: SessionState;
  startedAt: number;
  /** Customer and agent first. */
  participants: Participant[];
  hold: boolean;
  /** A colleague whom the agent asks for advice. */
  consult?: Consult;
  recording: RecordingStatus;
}

/**
 * From `left` on the session goes on without this participant: they left or were sent away, their connection was lost, or an agent's call
 * was taken over. `removed` is what older servers say for all of these. `transferred`: the session is over, and its customer waits for somebody
 * else, or a colleague who was consulted has them now. A newer server may know more: treat others as the end of the session.
 */
export type EndedReason = "hangup" | "customer_lost" | "agent_lost" | "never_connected" | "media_lost" | "both_lost"
  | "transferred" | "left" | "sent_away" | "lost" | "taken_over" | "removed";

/** `participant` is the agent once everybody receives them, at the latest at `until`. */
export interface Handover {
  participant: string;
  until: number;
}

export interface Session {
  id: string;
  interaction: string;
  medium?: Medium;
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
  /** For agents and supervisors. */
  caller?: Caller;
  /** `none`: a chat has neither sound nor pictures. */
  media: "relay" | "direct" | "none";
  /** The relay this session is on; another value means that the server was restarted. */
  relay?: string;
  /** What this participant may get. */
  feeds: Feed[];
  hold: Hold | null;
  /** Somebody is about to become the agent: whoever receives them says so. */
  handover: Handover | null;
  /** For those who work here. */
  consult?: Consult | null;
  recording: RecordingStatus;
  /** This participant's own; an agent sees the customer's. */
  consents: Consent[];
  /** For agents. */
  invites?: Invite[];
  /** For agents: what was noted about the interaction before; a server may leave it out. */
  note?: string;
}

export interface ChatMessage {
  id: string;
  key: string;
  /** Absent: of a matter whose customer waits for somebody else. */
  session?: string;
  from: string;
  role: Role;
  name?: string;
  at: number;
  text: string;
}

export interface WrapUp {
  interaction: string;
  medium?: Medium;
  deadline: number;
  startedAt: number;
  caller: Caller;
  note: string;
  dispositions: string[];
  /** Older servers say nothing from here on: theirs are `timed`. */
  mode?: WrapUpMode;
  canSkip?: boolean;
  extensionsLeft?: number;
  extensionSeconds?: number;
  /** Of a fixed time: the record is in, the time runs on. */
  saved?: boolean;
  /** Whether the customer can be promised a call back, and what was promised. */
  mayPromise?: boolean;
  promised?: Callback;
  finished?: false;
}

/**
 * How a wrap-up ends: `optional` may be skipped, `mandatory` lasts until the record is finished, `timed` ends with the record or with the time,
 * `timedFixed` with the time alone.
 */
export type WrapUpMode = "optional" | "mandatory" | "timed" | "timedFixed";

export interface WrapUpFinished {
  interaction: string;
  finished: true;
}

export interface TransferQueue {
  name: string;
  title: Title;
  waiting: number;
  agentsAvailable: number;
}

export interface TransferAgent {
  id: string;
  name: string;
  activity: Activity;
  kind: ActivityKind;
  workload: Workload;
  /** Free at this moment, for the medium that was asked about. */
  canTake: boolean;
}

/** Where a customer can be sent on to. */
export interface TransferTargets {
  queues: TransferQueue[];
  agents: TransferAgent[];
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

export interface GuestSnapshot {
  session: Session | null;
  chat: ChatMessage[];
  ended: EndedSession | null;
}

/** A conversation in writing that an agent has in hand, with all that was written in its interaction. */
export interface OpenChat {
  session: Session;
  chat: ChatMessage[];
  note: string;
}

export interface AccountSnapshot {
  agent: Agent;
  offer: Offer | null;
  /** The video call's, like what follows; chats have lists of their own. */
  session: Session | null;
  chat: ChatMessage[];
  note: string;
  wrapUp: WrapUp | null;
  chats?: OpenChat[];
  chatWrapUps?: WrapUp[];
  useCases: string[];
  dispositions: string[];
  /** Older servers know the built-in ones alone and do not say so. */
  activities?: ActivityDefinition[];
  queues?: QueueTitle[];
  stats: Stats;
  ended: EndedSession | null;
}

/** What every kind of snapshot holds; narrow with `"agent" in snapshot` or `"ticket" in snapshot`. */
export type Snapshot = CustomerSnapshot | GuestSnapshot | AccountSnapshot;

export interface Principal {
  kind: "customer" | "account" | "guest";
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

/** What a section of a relayed peer connection is for: neither when it is no longer used. */
export interface SectionUse {
  mid: string;
  send?: FeedKind;
  receive?: Feed;
}

/** Method → [parameters, ok]. */
export interface Methods {
  "ping": [Empty, Empty];
  "session.join": [{ session: string; epoch?: number }, { session: Session }];
  "signal": [Signal, Empty];
  "media.offer": [{ session: string; epoch: number; sdp: string; sections: SectionUse[] }, { sdp: string; relay: string }];
  "session.media": [MediaSent, Empty];
  "session.report": [{ media: MediaReport }, Empty];
  "session.received": [{ session: string; participant: string; epoch: number }, Empty];
  "session.ice": [Empty, { iceServers: RTCIceServer[] }];
  "session.hangup": [{ session: string }, Empty];
  "consent.set": [{ session: string; purpose: Purpose; granted: boolean }, { session: Session }];
  "chat.send": [{ session: string; key: string; text: string }, { message: ChatMessage }];
  "visit.start": [VisitStart, { ticket: Ticket }];
  "visit.leave": [Empty, Empty];
  "callback.request": [{ contact?: Contact; from?: number }, { ticket: Ticket }];
  "callback.answer": [Empty, { ticket: Ticket }];
  /** Customers: of the queue that they are in, or would come to. Agents: what they can promise after an interaction. */
  "callback.slots": [VisitStart | { interaction: string }, { slots: Slot[] }];
  "callback.promise": [{ interaction: string; contact: Contact; from: number }, { callback: Callback }];
  "agent.activity": [{ activity: Activity }, { agent: Agent }];
  "offer.accept": [{ offer: string }, { session: Session }];
  "offer.reject": [{ offer: string }, Empty];
  "session.hold": [{ session: string; on: boolean }, { session: Session }];
  /** `session`: who can take its medium; without it, video. */
  "transfer.targets": [{ session?: string }, TransferTargets];
  "session.transfer": [{ session: string; queue: string } | { session: string; agent: string }, Empty];
  "consult.start": [{ session: string; queue: string } | { session: string; agent: string }, { session: Session }];
  "consult.complete": [{ session: string }, Empty];
  "consult.return": [{ session: string }, { session: Session }];
  "session.protect": [{ session: string; end: boolean; blockMinutes?: number }, { session: Session }];
  "recording.pause": [{ session: string; paused: boolean }, { session: Session }];
  "invite.create": [{ session: string; name?: string; minutes?: number }, { invite: Invite; secret: string }];
  "invite.revoke": [{ session: string; invite: string }, { session: Session }];
  "supervise.watch": [{ on: boolean }, { sessions: LiveSession[] }];
  "supervise.join": [{ session: string; mode: SupervisionMode }, { session: Session }];
  "supervise.mode": [{ session: string; mode: SupervisionMode }, { session: Session }];
  "supervise.takeover": [{ session: string }, { session: Session }];
  "note.save": [{ interaction: string; text: string }, Empty];
  "wrapup.finish": [{ interaction: string; disposition: string; resolved: boolean | null; note?: string }, Empty];
  "wrapup.extend": [{ interaction: string }, Empty];
  "wrapup.skip": [{ interaction: string }, Empty];
}

export interface VisitStart {
  useCase: string;
  medium?: Medium;
  entryPoint?: string;
  variant?: string;
  page?: string;
  language: "en" | "fr";
  name?: string;
  matter?: string;
  preflight?: Preflight;
  /** A place for a customer who does not stay. */
  callback?: Contact;
  /** The beginning of the slot that they chose; absent: in their turn. */
  callbackFrom?: number;
}

/** Where a customer wants to be written to. */
export type Contact = { email: string } | { phone: string };

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
  "offer.ended": { offer: string; result: "accepted" | "rejected" | "timeout" | "rescinded" | "taken" };
  "session": Session;
  "consult": ConsultEnded;
  "signal": { from: string; signal: Signal };
  "chat": ChatMessage;
  /** What was written before this account took a seat in the session. */
  "chat.history": { session: string; messages: ChatMessage[] };
  "wrapup": WrapUp | WrapUpFinished;
  "plan": PlanNames;
  "stats": Stats;
  "live": { sessions: LiveSession[] };
}
