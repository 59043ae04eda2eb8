// The types of the console's state. What travels on the wire is typed by the client.

import { noChats } from "./chats.js";

/** @typedef {import("../client/protocol").Agent} Agent */
/** @typedef {import("../client/protocol").Offer} Offer */
/** @typedef {import("../client/protocol").Session} Session */
/** @typedef {import("../client/protocol").ChatMessage} ChatMessage */
/** @typedef {import("../client/protocol").WrapUp} WrapUp */
/** @typedef {import("../client/protocol").Stats} Stats */
/** @typedef {import("../client/protocol").Caller} Caller */
/** @typedef {import("../client/protocol").AccountSnapshot} AccountSnapshot */
/** @typedef {import("../client/protocol").ClientEvents["offer.ended"]["result"]} OfferResult */
/** @typedef {import("../client/protocol").Medium} Medium */
/** @typedef {import("../client/protocol").Activity} Activity */
/** @typedef {import("../client/protocol").ActivityKind} ActivityKind */
/** @typedef {import("../client/protocol").ActivityDefinition} ActivityDefinition */
/** @typedef {import("../client/protocol").Title} Title */
/**
 * A customer who was sent on, or is about to be.
 * @typedef {{interaction: string, to: string | null}} Passing  `to`: in words; null when this page does not know
 */

/**
 * The agent is shielded from the customer of that call.
 * @typedef {{session: string, told: "untold" | "telling" | "told" | "failed"}} Protection  `told`: whether the supervisors know
 */

/**
 * A colleague who was asked and is no longer there, while the customer still holds: the agent decides what to do next.
 * @typedef {{session: string, name: string, ending: "declined" | "missed" | "unavailable" | "left"}} ConsultEnd
 */
/**
 * The call that a colleague, who had asked for advice, has handed over to this agent.
 * @typedef {{session: string, from: string | null}} Inherited
 */

/** @typedef {"connecting" | "open" | "lost" | "offline" | "stopped"} Link */
/**
 * Whether the browser lets us use camera and microphone. `unknown` until the agent first goes available.
 * @typedef {"unknown" | "asking" | "ready" | "sound" | "skipped"
 *   | "denied" | "missing" | "busy" | "insecure" | "failed"} MediaAccess
 */
/** @typedef {{id: string, name: string, role: string}} Account */
/**
 * Something short to tell once; `detail` says why, `name` of whom.
 * @typedef {{tone: "info" | "warn" | "danger", key: string, detail?: string, name?: string}} Notice
 */

/**
 * @typedef {object} ConsoleState
 * @property {Account | null} account
 * @property {Link} link
 * @property {string | null} stopReason why the server told this page to stop
 * @property {Agent | null} agent
 * @property {Offer | null} offer
 * @property {"accept" | "reject" | null} answering the answer to the offer that is on its way
 * @property {Session | null} session
 * @property {Session | null} taking the call that this page, still its supervisor, is about to take over
 * @property {string | null} carried the session whose sound and picture this page carries
 * @property {ChatMessage[]} chat of the session, for the page that opens it later
 * @property {string | null} storedNote the note the server had when this page last asked; null: it did not say
 * @property {WrapUp | null} wrapUp
 * @property {boolean} finishing the wrap-up is on its way
 * @property {string[]} dispositions
 * @property {Stats} stats
 * @property {MediaAccess} media
 * @property {string | null} lastEnded the interaction whose end was already told
 * @property {string | null} endedSession the last session whose end was pushed
 * @property {Passing | null} passing the transfer that was asked for last
 * @property {Passing | null} passedOn the last call that ended with a transfer
 * @property {Protection | null} protection
 * @property {ConsultEnd | null} consultEnd
 * @property {Inherited | null} inherited
 * @property {ActivityDefinition[]} activities what an agent can say of themselves
 * @property {Map<string, Title>} queueTitles by queue
 * @property {boolean} takenOver the last call went on with a supervisor in the agent's place
 * @property {import("./chats.js").ChatsState} chats
 * @property {Notice | null} notice the last thing to tell
 */

/**
 * @typedef {{type: "signedIn", account: Account}
 *   | {type: "link", link: Link}
 *   | {type: "stopped", reason: string | null}
 *   | {type: "snapshot", snapshot: AccountSnapshot, carried: string | null, taking: Session | null}
 *   | {type: "agent", agent: Agent}
 *   | {type: "offer", offer: Offer}
 *   | {type: "answering", answer: "accept" | "reject" | null}
 *   | {type: "offerEnded", offer: string, result: OfferResult}
 *   | {type: "session", session: Session}
 *   | {type: "taking", session: Session | null}
 *   | {type: "wrapUp", wrapUp: WrapUp}
 *   | {type: "wrapUpSaved", interaction: string}
 *   | {type: "wrapUpFinished", interaction: string}
 *   | {type: "passing", passing: Passing | null}
 *   | {type: "protection", protection: Protection | null}
 *   | {type: "consultEnded", ended: import("../client/protocol").ConsultEnded}
 *   | {type: "inheritanceSeen"}
 *   | {type: "finishing", finishing: boolean}
 *   | {type: "plan", names: import("../client/protocol").PlanNames}
 *   | {type: "stats", stats: Stats}
 *   | {type: "media", media: MediaAccess}
 *   | {type: "chat", message: ChatMessage}
 *   | {type: "chatSoFar", session: string, messages: ChatMessage[]}
 *   | {type: "carry", session: string}
 *   | {type: "notice", notice: Notice}} CallAction
 * @typedef {CallAction | {type: "chats", action: import("./chats.js").ChatsAction}} ConsoleAction
 */

/**
 * The activities that every server knows.
 * @type {ActivityDefinition[]}
 */
export const builtInActivities = [
  { name: "available", kind: "available", title: {} },
  { name: "away", kind: "away", title: {} },
  { name: "offline", kind: "offline", title: {} },
];

/** @type {ConsoleState} */
export const initialState = {
  account: null,
  link: "connecting",
  stopReason: null,
  agent: null,
  offer: null,
  answering: null,
  session: null,
  taking: null,
  carried: null,
  chat: [],
  storedNote: null,
  wrapUp: null,
  finishing: false,
  dispositions: [],
  stats: { queues: [] },
  media: "unknown",
  lastEnded: null,
  endedSession: null,
  passing: null,
  passedOn: null,
  protection: null,
  consultEnd: null,
  inherited: null,
  activities: builtInActivities,
  queueTitles: new Map(),
  takenOver: false,
  chats: noChats,
  notice: null,
};
