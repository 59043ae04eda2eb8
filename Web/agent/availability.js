import { askForDevices } from "./media-access.js";

/** @typedef {import("./component.js").Context} Context */
/** @typedef {import("./model.js").Activity} Activity */

/**
 * Going available needs camera and microphone once; every other activity needs nothing.
 * The last choice wins: who chooses "Away" while the browser still asks is away.
 */
export class Availability {
  #choice = 0;
  /** @type {Pick<Context, "store" | "commands">} */ #context;

  /** @param {Pick<Context, "store" | "commands">} context */
  constructor(context) {
    this.#context = context;
  }

  /** @param {Activity} activity */
  async choose(activity) {
    const choice = ++this.#choice;
    const { store, commands } = this.#context;
    if (activity === "available" && !this.#mayCall && !(await this.#ask(choice))) return;
    if (activity !== "available" && store.state.media === "asking") store.dispatch({ type: "media", media: "unknown" });
    await commands.activity(activity);
  }

  /** Takes calls although camera and microphone were not opened. */
  async goOnWithout() {
    this.#choice += 1;
    this.#context.store.dispatch({ type: "media", media: "skipped" });
    await this.#context.commands.activity("available");
  }

  /** Asks again without changing the activity, e.g. after a microphone was plugged in. */
  async check() {
    await this.#ask(++this.#choice);
  }

  get #mayCall() {
    return ["ready", "sound", "skipped"].includes(this.#context.store.state.media);
  }

  /** @param {number} choice */
  async #ask(choice) {
    const { store } = this.#context;
    store.dispatch({ type: "media", media: "asking" });
    const media = await askForDevices(navigator.mediaDevices);
    if (choice !== this.#choice) return false;
    store.dispatch({ type: "media", media });
    return media === "ready" || media === "sound";
  }
}
