import { chatOf, isLive } from "./chats.js";
import { isProtected } from "./protection.js";

/** @typedef {import("./model.js").ConsoleState} ConsoleState */
/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./component.js").Context} Context */
/**
 * One customer's matter, as the panels that send them on, protect the agent and write the record know it: the call, or one of the chats.
 * @typedef {object} Desk
 * @property {"video" | "chat"} medium
 * @property {(name: string) => string} id  an element's id that no other desk has
 * @property {(state: ConsoleState) => Session | null} session
 * @property {(state: ConsoleState) => import("./model.js").WrapUp | null} wrapUp
 * @property {(state: ConsoleState) => boolean} finishing
 * @property {(state: ConsoleState) => import("./model.js").Passing | null} passedOn  where this wrap-up's customer was sent on to
 * @property {(state: ConsoleState) => import("./model.js").Protection | null} protection
 * @property {(finishing: boolean) => void} setFinishing
 * @property {() => Promise<import("../client/protocol").TransferTargets>} transferTargets
 * @property {(target: {queue: string} | {agent: string}, words: string) => Promise<string | null>} transfer
 * @property {() => void} protect
 * @property {() => void} unprotect
 * @property {(blockMinutes: number | null) => Promise<string | null>} protectAndEnd
 */

/**
 * @param {Pick<Context, "store" | "commands">} context
 * @returns {Desk}
 */
export function callDesk({ store, commands }) {
  return {
    medium: "video",
    id: (name) => name,
    session: (state) => state.session,
    wrapUp: (state) => state.wrapUp,
    finishing: (state) => state.finishing,
    passedOn: ({ wrapUp, passedOn }) => (wrapUp !== null && passedOn?.interaction === wrapUp.interaction ? passedOn : null),
    protection: (state) => (isProtected(state) ? state.protection : null),
    setFinishing: (finishing) => store.dispatch({ type: "finishing", finishing }),
    transferTargets: () => commands.transferTargets(),
    transfer: (target, words) => commands.transfer(target, words),
    protect: () => commands.protect(),
    unprotect: () => commands.unprotect(),
    protectAndEnd: (blockMinutes) => commands.protectAndEnd(blockMinutes),
  };
}

/**
 * @param {Pick<Context, "store" | "chatCommands">} context
 * @param {string} key  the chat's
 * @returns {Desk}
 */
export function chatDesk({ store, chatCommands }, key) {
  const find = (/** @type {ConsoleState} */ { chats }) => chatOf(chats, key);
  /** @param {ConsoleState} state */
  const wrapUp = (state) => {
    const chat = find(state);
    return chat === null || isLive(chat) ? null : chat.wrapUp;
  };
  return {
    medium: "chat",
    id: (name) => `${name}-${key}`,
    session: (state) => {
      const chat = find(state);
      return chat !== null && isLive(chat) ? chat.session : null;
    },
    wrapUp,
    finishing: (state) => find(state)?.finishing ?? false,
    passedOn: (state) => find(state)?.passedOn ?? null,
    protection: (state) => find(state)?.protection ?? null,
    setFinishing: (finishing) => {
      const interaction = find(store.state)?.interaction;
      if (interaction !== undefined) store.dispatch({ type: "chats", action: { type: "finishing", interaction, finishing } });
    },
    transferTargets: () => chatCommands.transferTargets(key),
    transfer: (target, words) => chatCommands.transfer(key, target, words),
    protect: () => void chatCommands.protect(key),
    unprotect: () => chatCommands.unprotect(key),
    protectAndEnd: (blockMinutes) => chatCommands.protectAndEnd(key, blockMinutes),
  };
}
