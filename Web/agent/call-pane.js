import { LocalMedia } from "../call/local-media.js";
import { Component } from "./component.js";
import { isProtected } from "./protection.js";

/** @typedef {import("../call/element.js").VisavisCall} VisavisCall */

const remembered = "visavis.carried";

/** Opens the call on this page while the page carries it; the call element does the rest. */
export class CallPane extends Component {
  /** Settles when camera and microphone have been asked for, where that is done before they may be used. */
  devices = Promise.resolve();
  /** @type {LocalMedia | null} */
  #media = null;

  /**
   * @param {VisavisCall} call
   * @param {import("./component.js").Context} context
   */
  constructor(call, context) {
    super(call, context);
    this.call = call;
    this.watch(isProtected, (shielded) => (this.call.shielded = shielded));
    this.watch(carriedSession, (session) => (session === null ? this.#close() : this.#open()));
  }

  #open() {
    const { taking, chat } = this.state;
    const session = taking ?? this.state.session;
    if (session === null) return;
    remember(session.id);
    this.#prepare(taking !== null);
    this.call.open({ client: this.context.client, session, chat, shielded: isProtected(this.state), ...(this.#media && { media: this.#media }) });
  }

  /**
   * Who is about to take a call over may not be seen yet, but must be at once when it is theirs.
   * @param {boolean} ahead
   */
  #prepare(ahead) {
    this.#media?.stop();
    this.#media = ahead ? new LocalMedia() : null;
    this.devices = this.#media?.acquire() ?? Promise.resolve();
  }

  #close() {
    this.call.close();
    this.#prepare(false);
    if (this.state.agent !== null) remember(null);
  }
}

/** @param {import("./component.js").ConsoleState} state */
function carriedSession({ session, taking, carried }) {
  if (taking !== null) return taking.id;
  return session !== null && session.id === carried ? session.id : null;
}

/**
 * This window's memory of the call it carries, so that a refresh goes on with it and no other window takes it.
 * @param {string | null} session
 */
function remember(session) {
  if (session === null) sessionStorage.removeItem(remembered);
  else sessionStorage.setItem(remembered, session);
}

/**
 * Whether a call found in a snapshot is to be carried here: this window had it, or no window has it.
 * @param {import("./model.js").Session | null} session
 * @returns {string | null}
 */
export function sessionToCarry(session) {
  if (session === null) return null;
  const self = session.participants.find(({ id }) => id === session.self);
  const isFree = self?.presence !== "attached";
  return isFree || session.mine || sessionStorage.getItem(remembered) === session.id ? session.id : null;
}
