import { chatOf } from "./chats.js";
import { ownSession } from "./consult.js";
import { errorText } from "./wording.js";

/** @typedef {import("./model.js").ConsoleState} ConsoleState */
/** @typedef {import("./model.js").ConsoleAction} ConsoleAction */

/** All that the agent can ask the server for; what fails is told in words. */
export class Commands {
  /** @type {import("../client/index.js").VisavisClient} */ #client;
  /** @type {import("./store.js").Store<ConsoleState, ConsoleAction>} */ #store;

  /**
   * @param {import("../client/index.js").VisavisClient} client
   * @param {import("./store.js").Store<ConsoleState, ConsoleAction>} store
   */
  constructor(client, store) {
    this.#client = client;
    this.#store = store;
  }

  /** @param {import("./model.js").Activity} activity */
  async activity(activity) {
    try {
      const { agent } = await this.#client.request("agent.activity", { activity });
      this.#store.dispatch({ type: "agent", agent });
    } catch (error) {
      this.#tell("activity.failed", error);
    }
  }

  async accept() {
    const { offer, answering } = this.#store.state;
    if (offer === null || answering !== null) return;
    this.#store.dispatch({ type: "answering", answer: "accept" });
    try {
      const { session } = await this.#client.request("offer.accept", { offer: offer.id });
      if (session.medium === "chat") return this.#startChat(offer.id, session);
      this.#store.dispatch({ type: "carry", session: session.id });
      // The push may have come first and be the newer one; even the call's end may.
      const { session: pushed, endedSession } = this.#store.state;
      if (pushed?.id !== session.id && endedSession !== session.id) this.#store.dispatch({ type: "session", session });
    } catch (error) {
      this.#offerFailed(offer.id, error);
    }
  }

  /**
   * Whoever takes a chat begins with it; the others wait in their list.
   * @param {string} offer
   * @param {import("./model.js").Session} session
   */
  #startChat(offer, session) {
    const store = this.#store;
    store.dispatch({ type: "offerEnded", offer, result: "accepted" });
    store.dispatch({ type: "answering", answer: null });
    // The push may have come first and be the newer one.
    if (chatOf(store.state.chats, session.id) === null) store.dispatch({ type: "chats", action: { type: "session", session } });
    store.dispatch({ type: "chats", action: { type: "open", key: session.id } });
  }

  async decline() {
    const { offer, answering } = this.#store.state;
    if (offer === null || answering !== null) return;
    this.#store.dispatch({ type: "answering", answer: "reject" });
    try {
      await this.#client.request("offer.reject", { offer: offer.id });
      this.#store.dispatch({ type: "offerEnded", offer: offer.id, result: "rejected" });
    } catch (error) {
      this.#offerFailed(offer.id, error);
    }
  }

  /** Brings the sound and the picture of the call to this page. */
  continueHere() {
    const { session } = this.#store.state;
    if (session !== null) this.#store.dispatch({ type: "carry", session: session.id });
  }

  /** Puts the customer on hold, or takes them back. */
  async toggleHold() {
    const session = ownSession(this.#store.state);
    if (session === null || session.media !== "relay") return;
    await this.#change("tools.holdFailed", () => this.#client.request("session.hold", { session: session.id, on: session.hold === null }));
  }

  /** Nothing is kept while card data is said; then it goes on. */
  async toggleRecording() {
    const session = ownSession(this.#store.state);
    if (session === null) return;
    const { mayPause, isMine } = pauses(session.recording);
    if (!mayPause) return;
    await this.#change("tools.recordFailed", () => this.#client.request("recording.pause", { session: session.id, paused: !isMine }));
  }

  /**
   * @param {string} name  empty when the guest is to say it
   * @param {number} minutes  how long the link works
   * @returns {Promise<{invite: import("../client/protocol").Invite, secret: string} | null>}
   */
  async invite(name, minutes) {
    const { session } = this.#store.state;
    if (session === null) return null;
    try {
      return await this.#client.request("invite.create", { session: session.id, minutes, ...(name !== "" && { name }) });
    } catch (error) {
      this.#tell("guests.makeFailed", error);
      return null;
    }
  }

  /** @param {string} invite */
  async revoke(invite) {
    const { session } = this.#store.state;
    if (session === null) return;
    await this.#change("guests.revokeFailed", () => this.#client.request("invite.revoke", { session: session.id, invite }));
  }

  /** Shields the agent from the customer: here and at once, before the server is asked and whatever it answers. */
  protect() {
    const session = ownSession(this.#store.state);
    if (session !== null) this.#store.dispatch({ type: "protection", protection: { session: session.id, told: "untold" } });
  }

  /** The agent wants to see and hear the customer again; the interaction stays flagged. */
  unprotect() {
    this.#store.dispatch({ type: "protection", protection: null });
  }

  /** Flags the interaction, so that the supervisors know. */
  async tellProtection() {
    const { protection } = this.#store.state;
    if (protection === null) return;
    /** @param {import("./model.js").Protection["told"]} told */
    const set = (told) => {
      if (this.#store.state.protection?.session === protection.session) this.#store.dispatch({ type: "protection", protection: { ...protection, told } });
    };
    set("telling");
    try {
      await this.#client.request("session.protect", { session: protection.session, end: false });
      set("told");
    } catch (error) {
      set("failed");
      if (codeOf(error) !== "session_gone") this.#tell("protect.failed", error);
    }
  }

  /**
   * Ends the call because of the customer's behaviour.
   * @param {number | null} blockMinutes  for how long no visit of theirs is taken; null: they may come again
   * @returns {Promise<string | null>} the code of what it was refused with
   */
  async protectAndEnd(blockMinutes) {
    const { session } = this.#store.state;
    if (session === null) return null;
    try {
      await this.#client.request("session.protect", { session: session.id, end: true, ...(blockMinutes !== null && { blockMinutes }) });
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  /** Where the customer can be sent on to. */
  transferTargets() {
    return this.#client.request("transfer.targets", {});
  }

  /**
   * Sends the customer on; the call ends for everybody in it.
   * @param {{queue: string} | {agent: string}} target
   * @param {string} words  the target's name
   * @returns {Promise<string | null>} the code of what it was refused with
   */
  async transfer(target, words) {
    const { session } = this.#store.state;
    if (session === null) return "session_gone";
    this.#store.dispatch({ type: "passing", passing: { interaction: session.interaction, to: words } });
    try {
      await this.#client.request("session.transfer", { session: session.id, ...target });
      return null;
    } catch (error) {
      this.#store.dispatch({ type: "passing", passing: null });
      return codeOf(error);
    }
  }

  /**
   * Asks a colleague while the customer holds.
   * @param {{queue: string} | {agent: string}} target
   * @returns {Promise<string | null>} the code of what it was refused with
   */
  async startConsult(target) {
    const { session } = this.#store.state;
    if (session === null) return "session_gone";
    try {
      await this.#client.request("consult.start", { session: session.id, ...target });
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  /** The colleague who was asked has the customer from now on. */
  async completeConsult() {
    const session = ownSession(this.#store.state);
    if (session?.consult?.state !== "joined") return;
    await this.#change("consult.completeFailed", () => this.#client.request("consult.complete", { session: session.id }));
  }

  /** Back to the customer, whether or not somebody is still asked. */
  async backToCustomer() {
    const session = ownSession(this.#store.state);
    if (session === null) return;
    if (session.consult) await this.#change("consult.returnFailed", () => this.#client.request("consult.return", { session: session.id }));
    else if (session.hold !== null) await this.toggleHold();
  }

  /**
   * @param {string} failed  what to say when it did not work
   * @param {() => Promise<unknown>} ask
   */
  async #change(failed, ask) {
    try {
      await ask();
    } catch (error) {
      this.#tell(failed, error);
    }
  }

  /**
   * @param {string} interaction
   * @param {string} text
   */
  async saveNote(interaction, text) {
    await this.#client.request("note.save", { interaction, text });
  }

  /**
   * @param {import("./desk.js").Desk} desk
   * @param {{interaction: string, disposition: string, resolved: boolean | null, note?: string}} wrapUp
   * @returns {Promise<boolean>} whether it was stored
   */
  async finish(desk, wrapUp) {
    if (desk.finishing(this.#store.state)) return false;
    desk.setFinishing(true);
    try {
      await this.#client.request("wrapup.finish", wrapUp);
      this.#store.dispatch({ type: "wrapUpSaved", interaction: wrapUp.interaction });
      return true;
    } catch (error) {
      desk.setFinishing(false);
      if (desk.wrapUp(this.#store.state)?.interaction === wrapUp.interaction) this.#tell("wrapup.failed", error);
      return false;
    }
  }

  /**
   * More time for the record.
   * @param {string} interaction
   */
  async extendWrapUp(interaction) {
    try {
      await this.#client.request("wrapup.extend", { interaction });
    } catch (error) {
      if (codeOf(error) === "overloaded") this.#store.dispatch({ type: "notice", notice: { tone: "warn", key: "wrapup.noMoreTime" } });
      else this.#tell("wrapup.extendFailed", error);
    }
  }

  /**
   * Leaves the record as it is.
   * @param {string} interaction
   */
  async skipWrapUp(interaction) {
    try {
      await this.#client.request("wrapup.skip", { interaction });
    } catch (error) {
      // It ended meanwhile by itself: that is what was asked for.
      if (codeOf(error) !== "not_found") return this.#tell("wrapup.skipFailed", error);
    }
    this.#store.dispatch({ type: "wrapUpFinished", interaction });
  }

  /**
   * @param {string} offer
   * @param {unknown} error
   */
  #offerFailed(offer, error) {
    const { offer: shown, answering } = this.#store.state;
    const isShown = shown?.id === offer;
    // Withdrawn while the answer was on its way, and not told yet.
    const isUntold = shown === null && answering === "accept";
    const code = codeOf(error);
    this.#store.dispatch({ type: "answering", answer: null });
    if (code !== "offer_gone" && code !== "offer_taken") return this.#tell("offer.failed", error);
    if (isShown) this.#store.dispatch({ type: "offerEnded", offer, result: "rejected" });
    if (code === "offer_taken") this.#store.dispatch({ type: "notice", notice: { tone: "info", key: "offer.taken" } });
    else if (isShown || isUntold) this.#store.dispatch({ type: "notice", notice: { tone: "warn", key: isShown ? "offer.gone" : "offer.rescinded" } });
  }

  /**
   * @param {string} key
   * @param {unknown} error
   */
  #tell(key, error) {
    this.#store.dispatch({ type: "notice", notice: { tone: "danger", key, detail: errorText(codeOf(error)) } });
  }
}

/**
 * Who keeps the recording paused. The agent and another system pause each for themselves; nothing is kept while either does.
 * @param {import("../client/protocol").RecordingStatus} recording
 */
export function pauses({ state, pausedBy, pausedByAgent }) {
  const isMine = pausedBy?.includes("agent") ?? pausedByAgent;
  const isOthers = pausedBy?.includes("api") ?? false;
  return { isMine, isOthers, mayPause: isMine || isOthers || state === "starting" || state === "recording" };
}

/**
 * The stable code of what the client or the server refused with.
 * @param {unknown} error
 */
export function codeOf(error) {
  return String(/** @type {{code?: unknown}} */ (error)?.code ?? "internal");
}
