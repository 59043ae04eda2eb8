import { h, setAttribute, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "./messages.js";

/** @typedef {import("./pictures.js").Picture} Picture */

/** One picture with its name: large, or small beside the large one. A click, or its button, makes it the large one. */
export class PersonTile {
  element;
  #video = h("video", { playsinline: true, autoplay: true });
  #absentName = h("p", { class: "call-absent-name" });
  #absentWords = h("p", { class: "call-absent-words" });
  #absent = h("div", { class: "call-absent" }, h("div", { class: "call-avatar" }, icon("person")), this.#absentName, this.#absentWords);
  #muted = h("span", { class: "call-person-muted", title: t("microphoneOff"), hidden: true }, icon("microphoneOff"), h("span", { class: "visually-hidden" }, t("microphoneOff")));
  #name = h("span", { class: "call-person-name" });
  #words = h("span", { class: "call-person-words" });
  #caption = h("p", { class: "call-caption" }, this.#muted, this.#name, this.#words);
  #shield = h("p", { class: "call-shield", hidden: true }, icon("cameraOff"), h("span", {}, t("shielded")));
  #pin;

  /** @param {() => void} pin */
  constructor(pin) {
    this.#video.muted = true;
    // A track that arrives while `play` is under way aborts it; the next data starts it again.
    this.#video.onloadeddata = () => void this.#video.play().catch(() => undefined);
    this.#video.onresize = () => this.#fit();
    this.#pin = h("button", { class: "call-pin", type: "button", onclick: pin });
    this.element = h("div", { class: "call-person" }, this.#video, this.#absent, this.#shield, this.#caption, this.#pin);
  }

  /**
   * @param {Picture} picture
   * @param {{main: boolean, alone: boolean, pinned: boolean, speaking: boolean}} place  `alone`: the only picture there is
   */
  show(picture, { main, alone, pinned, speaking }) {
    const shown = /** @type {MediaStream | null} */ (this.#video.srcObject)?.getVideoTracks()[0] ?? null;
    if (shown !== picture.track) this.#video.srcObject = picture.track ? new MediaStream([picture.track]) : null;
    this.element.dataset.place = main ? "main" : "tile";
    this.element.dataset.kind = picture.kind;
    this.element.toggleAttribute("data-speaking", speaking && !alone);
    this.element.toggleAttribute("data-whole", picture.whole);
    this.element.toggleAttribute("data-shielded", picture.shielded);
    // A window of its own, which the browser offers for a video, would show it as it is.
    this.#video.toggleAttribute("disablepictureinpicture", picture.shielded);
    this.#shield.hidden = !picture.shielded || picture.absent !== "";
    this.#video.className = main ? "call-them" : "";
    const called = picture.kind === "screen" ? t("screenOf", { name: picture.name }) : picture.name;
    setAttribute(this.#video, "aria-label", alone ? t("them") : called);
    this.#absent.hidden = picture.absent === "";
    setText(this.#absentName, picture.name);
    setText(this.#absentWords, picture.absent);
    this.#caption.hidden = alone;
    this.#muted.hidden = !picture.muted || picture.kind === "screen";
    setText(this.#name, called);
    setText(this.#words, picture.away ? t("reconnecting") : "");
    this.#pin.hidden = alone;
    setAttribute(this.#pin, "aria-label", t("showLarge", { name: called }));
    setAttribute(this.#pin, "aria-pressed", String(pinned));
    this.#fit();
  }

  remove() {
    this.#video.srcObject = null;
    this.element.remove();
  }

  /** Fills its box with a face, but never cuts a shared screen or an upright picture in a wide box. */
  #fit() {
    const picture = this.#video.videoWidth / this.#video.videoHeight;
    const box = this.#video.clientWidth / this.#video.clientHeight;
    const whole = this.element.hasAttribute("data-whole") || (picture && box && Math.max(picture / box, box / picture) > 2.2);
    this.#video.dataset.fit = whole ? "contain" : "cover";
  }
}
