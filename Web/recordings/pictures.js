import { h, setText } from "../shared/dom.js";
import { roleName } from "./entries.js";
import { t } from "./messages.js";

/** @typedef {import("./api").RecordedFile} RecordedFile */
/** @typedef {import("./synced-playback.js").SyncedPlayback} SyncedPlayback */

/** One recorded picture, with its name and, where there is nothing to see, why. */
export class RecordedPicture {
  element;
  file;
  video;
  #words = h("p", { class: "picture-words" });

  /** @param {RecordedFile} file */
  constructor(file) {
    this.file = file;
    const name = pictureName(file);
    // The mix carries every voice; a picture that carries its own is played without.
    this.video = h("video", { "aria-label": name, playsinline: true, preload: "metadata", src: file.url });
    this.video.muted = true;
    this.element = h("figure", { class: "picture", "data-kind": file.kind }, this.video, this.#words, h("figcaption", {}, name));
  }

  /**
   * @param {SyncedPlayback} playback
   * @param {string | null} paused  why nothing is recorded now
   */
  show(playback, paused) {
    const covered = playback.covers(this.file);
    // The two who talk keep their place; who comes and goes, and a shared screen, is there while there is something to see.
    const { role, kind } = this.file;
    this.element.hidden = !covered && (kind === "screen" || (role !== "customer" && role !== "agent"));
    const words = this.video.error ? t("cannotPlay") : paused ?? (!covered ? t("noPicture") : this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA ? t("loadingPicture") : "");
    setText(this.#words, words);
    this.element.toggleAttribute("data-empty", words !== "");
  }
}

/** @param {RecordedFile} file */
export function pictureName({ kind, name, role }) {
  return kind === "mix" ? t("mix") : t(`${kind}Of`, { name: name ?? roleName(role) });
}
