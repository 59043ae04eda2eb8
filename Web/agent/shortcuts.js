import { isTyping } from "../shared/typing.js";
import { stage } from "./state.js";

/** @typedef {import("./wording.js").StringKey} StringKey */
/** @typedef {{keys: string[], what: StringKey, shown?: string, run?: (key: string) => void}} Shortcut  `shown`: in place of the keys */

const switchedOff = "visavis.shortcuts.off";

/** The keys of the console. Single letters are off while the agent types and can be switched off altogether. */
export class Shortcuts {
  /**
   * @param {import("./component.js").Context} context
   * @param {{availability: import("./availability.js").Availability, call: HTMLElement, tools: import("./call-tools.js").CallTools, wrapUp: import("./wrapup-form.js").WrapUpForm, offer: import("./offer-card.js").OfferCard,
   *   chats: import("./chat-stage.js").ChatStage, chatList: import("./chat-list.js").ChatList, panes: HTMLElement[], toggleHelp: () => void}} page
   * @param {AbortSignal} signal
   */
  constructor(context, page, signal) {
    const { commands, store } = context;
    /** @param {string} control */
    const press = (control) => () =>
      void page.call.querySelector(`button[data-control="${control}"]`)?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    // Beside a call, a key is about the chat when the focus is there.
    const chat = () => (page.chats.pane !== null && (page.chats.hasFocus || stage(store.state) !== "call") ? page.chats.pane : null);
    const record = () => (page.chats.pane === null ? page.wrapUp : page.chats.pane.wrapUp);
    /** @type {Shortcut[]} */
    this.list = [
      { keys: [..."123456789"], shown: "1 – 9", what: "keys.activity", run: (key) => void page.availability.chooseNumber(Number(key)) },
      { keys: ["1 – 9"], what: "keys.disposition" }, // see #keydown
      { keys: ["Enter"], what: "keys.accept" }, // the offer card's own, when it has the focus
      { keys: ["a"], what: "keys.accept", run: () => void commands.accept() },
      { keys: ["d"], what: "keys.decline", run: () => void commands.decline() },
      { keys: ["m"], what: "keys.microphone", run: press("microphone") },
      { keys: ["v"], what: "keys.camera", run: press("camera") },
      { keys: ["s"], what: "keys.screen", run: press("screen") },
      { keys: ["c"], what: "keys.chat", run: () => (chat() === null ? press("chat")() : page.chats.focus()) },
      { keys: ["Alt + 1 – 9"], what: "keys.openChat" }, // see #keydown; these also work while the agent types
      { keys: ["Alt + 0"], what: "keys.openCall" },
      { keys: ["h"], what: "keys.hold", run: () => void commands.toggleHold() },
      { keys: ["p"], what: "keys.record", run: () => void commands.toggleRecording() },
      { keys: ["g"], what: "keys.guests", run: () => page.tools.toggleGuests() },
      { keys: ["o"], what: "keys.handOver", run: () => page.tools.handOver() },
      { keys: ["r"], what: "keys.backToCustomer", run: () => void commands.backToCustomer() },
      { keys: ["t"], what: "keys.transfer", run: () => (chat() ?? page.tools).toggleTransfer() },
      // The second one also works while the agent types, and cannot be switched off.
      { keys: ["b", "F8"], what: "keys.protect", run: () => (chat() ?? page.tools).protect() },
      { keys: ["e"], what: "keys.extend", run: () => record().extend() },
      { keys: ["x"], what: "keys.skip", run: () => record().skip() },
      { keys: ["n"], what: "keys.note", run: () => document.getElementById("note")?.focus() },
      { keys: ["Ctrl + Enter"], what: "keys.finish" }, // the wrap-up form's own
      { keys: ["F6"], what: "keys.panes", run: () => nextPane([page.offer.target, ...page.panes]) },
      { keys: ["?"], what: "keys.help", run: page.toggleHelp },
    ];
    this.callOnly = new Set(["m", "v", "s", "h", "p", "g", "o", "r"]);
    this.servingOnly = new Set(["c", "t", "b"]);
    this.inCall = () => stage(store.state) === "call";
    this.isServing = () => this.inCall() || page.chats.pane !== null;
    /** @param {number} number */
    this.openChat = (number) => page.chatList.chooseNumber(number) !== false;
    /** @param {string} key */
    this.choose = (key) => {
      const isChoice = (page.chats.pane === null ? stage(store.state) === "wrapUp" : page.chats.pane.wrapUp.isShown) && /^[1-9]$/.test(key) && this.areOn && !isTyping(document.activeElement);
      if (isChoice) record().choose(Number(key));
      return isChoice;
    };
    document.addEventListener("keydown", (event) => this.#keydown(event), { signal });
  }

  get areOn() {
    return localStorage.getItem(switchedOff) === null;
  }

  set areOn(on) {
    if (on) localStorage.removeItem(switchedOff);
    else localStorage.setItem(switchedOff, "1");
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey) return;
    // By its place on the keyboard: with Alt some layouts write another sign.
    const number = event.altKey && !event.shiftKey ? /^Digit(\d)$/.exec(event.code) : null;
    if (number !== null && this.openChat(Number(number[1]))) return event.preventDefault();
    if (event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // In the wrap-up form the numbers answer its question; the activity waits until it is finished.
    if (this.choose(key)) return event.preventDefault();
    const shortcut = this.list.find(({ keys, run }) => run !== undefined && keys.includes(key));
    if (shortcut === undefined || (key.length === 1 && !this.#mayPress(key))) return;
    event.preventDefault();
    shortcut.run?.(key);
  }

  /** @param {string} key */
  #mayPress(key) {
    if (isTyping(document.activeElement) || (!this.areOn && key !== "?")) return false;
    return (!this.callOnly.has(key) || this.inCall()) && (!this.servingOnly.has(key) || this.isServing());
  }
}

/**
 * An offer that came while the agent was writing has not taken the focus: it is the first to get it.
 * @param {(HTMLElement | null)[]} all
 */
function nextPane([offer, ...others]) {
  const panes = others.filter((pane) => pane !== null);
  if (offer && !offer.contains(document.activeElement)) return offer.focus();
  const current = panes.findIndex((pane) => pane?.contains(document.activeElement));
  return panes[(current + 1) % panes.length]?.focus();
}
