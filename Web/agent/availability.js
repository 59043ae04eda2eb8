import { choices, kindOf } from "./activities.js";
import { askForDevices } from "./media-access.js";

/** @typedef {import("./component.js").Context} Context */
/** @typedef {import("./model.js").Activity} Activity */

/**
 * Taking offers needs camera and microphone once; every other activity needs nothing.
 * The last choice wins: who chooses "Away" while the browser still asks is away.
 */
export class Availability {
  #choice = 0;
  /** The activity that waits for camera and microphone. */
  #wanted = "available";
  /** @type {Pick<Context, "store" | "commands">} */ #context;

  /** @param {Pick<Context, "store" | "commands">} context */
  constructor(context) {
    this.#context = context;
  }

  /** @param {Activity} activity */
  async choose(activity) {
    const choice = ++this.#choice;
    const { store, commands } = this.#context;
    const takesOffers = choices(store.state).some(({ name, kind }) => name === activity && kind === "available");
    if (takesOffers) this.#wanted = activity;
    if (takesOffers && !this.#mayCall && !(await this.#ask(choice))) return;
    if (!takesOffers && store.state.media === "asking") store.dispatch({ type: "media", media: "unknown" });
    await commands.activity(activity);
  }

  /**
   * The activity of that number, as the panel shows them.
   * @param {number} number from 1
   */
  async chooseNumber(number) {
    const activity = choices(this.#context.store.state)[number - 1];
    if (activity !== undefined) await this.choose(activity.name);
  }

  /** After a missed offer: what the agent said before, when that takes offers. */
  async comeBack() {
    const { agent } = this.#context.store.state;
    await this.choose(agent !== null && kindOf(agent) === "available" ? agent.activity : "available");
  }

  /** Tries once more what camera or microphone kept from happening. */
  async again() {
    await this.choose(this.#wanted);
  }

  /** Takes calls although camera and microphone were not opened. */
  async goOnWithout() {
    this.#choice += 1;
    this.#context.store.dispatch({ type: "media", media: "skipped" });
    await this.#context.commands.activity(this.#wanted);
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
