import { t } from "./messages.js";

/** Messages that came while the tab was hidden: heard, and counted in its title until somebody looks. */
export class Unseen {
  #sounds;
  #count = 0;
  #title = document.title;

  /** @param {{sounds: import("../shared/sounds.js").Sounds, signal: AbortSignal}} options */
  constructor({ sounds, signal }) {
    this.#sounds = sounds;
    const seen = () => !document.hidden && this.#seen();
    document.addEventListener("visibilitychange", seen, { signal });
    signal.addEventListener("abort", () => this.#seen(), { once: true });
  }

  add() {
    if (!document.hidden) return;
    void this.#sounds.play("message");
    if (this.#count === 0) this.#title = document.title;
    this.#count += 1;
    document.title = `(${this.#count}) ${t("unseen", { n: this.#count })}`;
  }

  #seen() {
    if (this.#count > 0) document.title = this.#title;
    this.#count = 0;
  }
}
