// What the console knows of chats: those that go on, and those that are being wrapped up. Pure, like the state of the call beside it.

/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./model.js").ChatMessage} ChatMessage */
/** @typedef {import("./model.js").WrapUp} WrapUp */
/** @typedef {import("./model.js").Passing} Passing */
/** @typedef {import("./model.js").Protection} Protection */
/** @typedef {import("../client/protocol").OpenChat} OpenChat */

/**
 * One customer who writes, from the first word to the end of the record.
 * @typedef {object} Chat
 * @property {string} key the session; of a wrap-up that was found after a refresh, its interaction
 * @property {string} interaction
 * @property {Session | null} session as it was told last; null: only its wrap-up is known
 * @property {ChatMessage[]} messages
 * @property {string | null} note the server's; null: it did not say
 * @property {number} unread
 * @property {WrapUp | null} wrapUp
 * @property {boolean} finishing the record is on its way
 * @property {Passing | null} passedOn where the customer was sent on to
 * @property {Protection | null} protection
 */

/**
 * @typedef {object} ChatsState
 * @property {Chat[]} list in the order in which they came
 * @property {string | null} open the key of the one in front of the agent
 * @property {boolean} isLookedAt whether the page is
 */

/**
 * @typedef {{type: "snapshot", chats: OpenChat[], wrapUps: WrapUp[], open: string | null}
 *   | {type: "session", session: Session}
 *   | {type: "message", message: ChatMessage}
 *   | {type: "history", session: string, messages: ChatMessage[]}
 *   | {type: "open", key: string | null}
 *   | {type: "looking", isLookedAt: boolean}
 *   | {type: "passing", session: string, passing: Passing | null}
 *   | {type: "protection", session: string, protection: Protection | null}
 *   | {type: "wrapUp", wrapUp: WrapUp}
 *   | {type: "wrapUpSaved", interaction: string}
 *   | {type: "wrapUpFinished", interaction: string}
 *   | {type: "finishing", interaction: string, finishing: boolean}
 *   | {type: "dismissed", key: string}} ChatsAction
 */

/** @type {ChatsState} */
export const noChats = { list: [], open: null, isLookedAt: true };

/**
 * @param {ChatsState} state
 * @param {ChatsAction} action
 * @returns {ChatsState}
 */
export function reduceChats(state, action) {
  switch (action.type) {
    case "snapshot": return fromSnapshot(state, action);
    case "session": return sessionChanged(state, action.session);
    case "message": return messageCame(state, action.message);
    case "history": return change(state, (chat) => chat.session?.id === action.session, (chat) => ({ messages: merged(chat.messages, action.messages) }));
    case "open": return opened(state, action.key);
    case "looking": return opened({ ...state, isLookedAt: action.isLookedAt }, state.open);
    case "passing": return change(state, (chat) => chat.session?.id === action.session, () => ({ passedOn: action.passing }));
    case "protection": return change(state, (chat) => chat.session?.id === action.session, () => ({ protection: action.protection }));
    case "wrapUp": return wrapUpBegan(state, action.wrapUp);
    case "wrapUpSaved": return wrapUpSaved(state, action.interaction);
    case "wrapUpFinished": return without(state, (chat) => isBeingWrappedUp(chat, action.interaction));
    case "finishing": return change(state, (chat) => isBeingWrappedUp(chat, action.interaction), () => ({ finishing: action.finishing }));
    case "dismissed": return without(state, (chat) => chat.key === action.key && !isLive(chat));
  }
}

/** @param {Chat} chat */
export function isLive({ session }) {
  return session !== null && session.state !== "ended";
}

/** @param {ChatsState} state */
export function openChat({ list, open }) {
  return list.find(({ key }) => key === open) ?? null;
}

/**
 * @param {ChatsState} state
 * @param {string} key
 */
export function chatOf({ list }, key) {
  return list.find((chat) => chat.key === key) ?? null;
}

/** @param {Chat} chat */
export function callerOf({ session, wrapUp }) {
  return session?.caller ?? wrapUp?.caller ?? null;
}

/**
 * When the customer wrote last; who has written nothing yet came with the session.
 * @param {Chat} chat
 */
export function customerWroteAt({ messages, session, wrapUp }) {
  return messages.filter(({ role }) => role === "customer").at(-1)?.at ?? session?.startedAt ?? wrapUp?.startedAt ?? 0;
}

/**
 * Whether the customer had the last word.
 * @param {Chat} chat
 */
export function awaitsAnswer(chat) {
  return isLive(chat) && chat.messages.at(-1)?.role !== "agent";
}

/**
 * Which of them the agent goes on with: whoever has written something, then who is there, then a record that is not finished.
 * @param {Chat[]} list
 */
export function nextChat(list) {
  return list.find(({ unread }) => unread > 0) ?? list.find(isLive) ?? list[0] ?? null;
}

/** @param {ChatsState} state */
export function unreadCount({ list }) {
  return list.reduce((sum, { unread }) => sum + unread, 0);
}

/**
 * @param {ChatsState} state
 * @param {Extract<ChatsAction, {type: "snapshot"}>} action
 * @returns {ChatsState}
 */
function fromSnapshot(state, { chats, wrapUps, open }) {
  const live = chats.filter(({ session }) => session.state !== "ended").map(({ session, chat, note }) => {
    const known = chatOf(state, session.id);
    return { ...(known ?? empty(session.id, session.interaction)), session, messages: merged(known?.messages ?? [], chat), note, unread: known === null ? 0 : known.unread + news(known, chat) };
  });
  const ended = wrapUps.map((wrapUp) => {
    const known = state.list.find((chat) => chat.interaction === wrapUp.interaction && !live.some(({ key }) => key === chat.key)) ?? null;
    return { ...(known ?? empty(wrapUp.interaction, wrapUp.interaction)), session: known?.session ? { ...known.session, state: /** @type {const} */ ("ended") } : null, wrapUp, finishing: false };
  });
  const list = [...live, ...ended];
  const order = new Map(state.list.map(({ key }, index) => [key, index]));
  list.sort((one, other) => (order.get(one.key) ?? list.length) - (order.get(other.key) ?? list.length) || startedAt(one) - startedAt(other));
  return opened({ ...state, list, open: null }, open);
}

/**
 * @param {ChatsState} state
 * @param {Session} session
 * @returns {ChatsState}
 */
function sessionChanged(state, session) {
  const known = chatOf(state, session.id);
  if (known === null) return session.state === "ended" ? state : { ...state, list: [...state.list, { ...empty(session.id, session.interaction), session, note: session.note ?? null }] };
  if (known.session?.state === "ended") return state;
  const passedOn = session.state === "ended" && session.endedReason === "transferred" ? known.passedOn ?? { interaction: session.interaction, to: null } : session.state === "ended" ? null : known.passedOn;
  return change(state, (chat) => chat === known, () => ({ session, note: session.note ?? known.note, passedOn }));
}

/**
 * @param {ChatsState} state
 * @param {ChatMessage} message
 * @returns {ChatsState}
 */
function messageCame(state, message) {
  return change(state, (chat) => chat.session?.id === message.session && !chat.messages.some(({ id }) => id === message.id), (chat) => ({
    messages: merged(chat.messages, [message]),
    unread: message.role === "agent" || (chat.key === state.open && state.isLookedAt) ? chat.unread : chat.unread + 1,
  }));
}

/**
 * What is in front of somebody who looks is read.
 * @param {ChatsState} state
 * @param {string | null} key
 * @returns {ChatsState}
 */
function opened(state, key) {
  const open = state.list.some((chat) => chat.key === key) ? key : null;
  const isRead = (/** @type {Chat} */ chat) => state.isLookedAt && chat.key === open && chat.unread > 0;
  return change({ ...state, open }, isRead, () => ({ unread: 0 }));
}

/**
 * @param {ChatsState} state
 * @param {WrapUp} wrapUp
 * @returns {ChatsState}
 */
function wrapUpBegan(state, wrapUp) {
  const { interaction } = wrapUp;
  const those = state.list.filter((chat) => chat.interaction === interaction);
  // The customer may be back in another session already, which goes on.
  const known = those.find((chat) => chat.wrapUp !== null) ?? those.find((chat) => !isLive(chat)) ?? those[0];
  if (known === undefined) return { ...state, list: [...state.list, { ...empty(interaction, interaction), note: wrapUp.note, wrapUp }] };
  return change(state, (chat) => chat === known, () => ({ wrapUp }));
}

/**
 * The record is in; where the time is fixed, it runs on.
 * @param {ChatsState} state
 * @param {string} interaction
 * @returns {ChatsState}
 */
function wrapUpSaved(state, interaction) {
  const isSaved = (/** @type {Chat} */ chat) => isBeingWrappedUp(chat, interaction);
  const runsOn = state.list.some((chat) => isSaved(chat) && chat.wrapUp?.mode === "timedFixed");
  if (!runsOn) return without(state, isSaved);
  return change(state, isSaved, (chat) => ({ finishing: false, wrapUp: chat.wrapUp && { ...chat.wrapUp, saved: true } }));
}

/**
 * @param {Chat} chat
 * @param {string} interaction
 */
function isBeingWrappedUp(chat, interaction) {
  return chat.interaction === interaction && chat.wrapUp !== null && !isLive(chat);
}

/**
 * @param {ChatsState} state
 * @param {(chat: Chat) => boolean} which
 * @param {(chat: Chat) => Partial<Chat>} how
 * @returns {ChatsState}
 */
function change(state, which, how) {
  return state.list.some(which) ? { ...state, list: state.list.map((chat) => (which(chat) ? { ...chat, ...how(chat) } : chat)) } : state;
}

/**
 * @param {ChatsState} state
 * @param {(chat: Chat) => boolean} which
 * @returns {ChatsState}
 */
function without(state, which) {
  const list = state.list.filter((chat) => !which(chat));
  return list.length === state.list.length ? state : { ...state, list, open: list.some(({ key }) => key === state.open) ? state.open : null };
}

/**
 * @param {ChatMessage[]} known
 * @param {ChatMessage[]} told
 */
function merged(known, told) {
  const all = new Map([...known, ...told].map((message) => [message.id, message]));
  return [...all.values()].sort((one, other) => one.at - other.at);
}

/**
 * How many of the messages the customer wrote while this page was not told.
 * @param {Chat} known
 * @param {ChatMessage[]} told
 */
function news(known, told) {
  return told.filter(({ id, role }) => role !== "agent" && !known.messages.some((message) => message.id === id)).length;
}

/** @param {Chat} chat */
function startedAt({ session, wrapUp }) {
  return session?.startedAt ?? wrapUp?.startedAt ?? 0;
}

/**
 * @param {string} key
 * @param {string} interaction
 * @returns {Chat}
 */
function empty(key, interaction) {
  return { key, interaction, session: null, messages: [], note: null, unread: 0, wrapUp: null, finishing: false, passedOn: null, protection: null };
}
