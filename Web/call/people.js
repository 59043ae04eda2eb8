import { h } from "../shared/dom.js";
import { PersonTile } from "./person-tile.js";
import { Spotlight } from "./spotlight.js";

/** @typedef {import("./pictures.js").Picture} Picture */

const listenEveryMs = 400;

/** Everyone else in the call: one large picture, and small ones beside it when there are more. */
export class People {
  element = h("div", { class: "call-people" });
  #spotlight = new Spotlight();
  /** @type {Map<string, PersonTile>} */
  #tiles = new Map();
  /** @type {Picture[]} */
  #pictures = [];
  /** @type {string | null} */
  #counterpart = null;

  /**
   * @param {() => Map<string, number>} levels  how loud each participant is
   * @param {AbortSignal} signal
   */
  constructor(levels, signal) {
    const timer = setInterval(() => {
      if (this.#pictures.length > 1 && this.#spotlight.hear(levels(), performance.now())) this.#place();
    }, listenEveryMs);
    addEventListener("resize", () => this.#place(), { signal });
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      for (const tile of this.#tiles.values()) tile.remove();
    }, { once: true });
  }

  /**
   * @param {Picture[]} pictures
   * @param {string | null} counterpart
   */
  show(pictures, counterpart) {
    this.#pictures = pictures;
    this.#counterpart = counterpart;
    for (const [key, tile] of this.#tiles) {
      if (pictures.some((picture) => picture.key === key)) continue;
      tile.remove();
      this.#tiles.delete(key);
    }
    for (const { key } of pictures) {
      if (this.#tiles.has(key)) continue;
      const tile = new PersonTile(() => this.#pin(key));
      this.#tiles.set(key, tile);
      this.element.append(tile.element);
    }
    this.#place();
  }

  /** The tiles never change their parent, only their place: a video that is moved in the tree stops. */
  #place() {
    const main = this.#spotlight.choose(this.#pictures, this.#counterpart);
    const alone = this.#pictures.length === 1;
    this.element.toggleAttribute("data-many", this.#pictures.length > 1);
    this.element.style.setProperty("--tiles", String(Math.max(1, this.#pictures.length - 1)));
    for (const picture of this.#pictures) {
      this.#tiles.get(picture.key)?.show(picture, {
        main: picture === main, alone, pinned: picture.key === this.#spotlight.pinned, speaking: this.#spotlight.speaking.has(picture.participant),
      });
    }
  }

  /** @param {string} key */
  #pin(key) {
    this.#spotlight.pinned = this.#spotlight.pinned === key ? null : key;
    this.#place();
  }
}
