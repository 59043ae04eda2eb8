import { fill, h } from "../shared/dom.js";
import { clockText } from "../shared/duration.js";
import { formatDateTime, formatNumber, formatTime, locale, withLanguage } from "../shared/i18n.js";
import { icon } from "../shared/icons.js";
import { maySupervise } from "../shared/staff-bar.js";
import { happenings, roleName } from "./entries.js";
import { reasonWords, stateWords, t } from "./messages.js";
import { pictureName } from "./pictures.js";
import { Player } from "./recording-player.js";

/** @typedef {import("./api").Detail} Detail */

/** The page of one recording: honest about what is there and what is not. */
export class RecordingPage {
  #main;
  #api;
  #account;
  #detail;
  #queueName;
  /** @type {Player | null} */
  #player = null;

  /**
   * @param {{main: HTMLElement, api: import("../shared/api.js").Api, account: import("../shared/staff-bar.js").Account, detail: Detail, queueName: string}} options
   */
  constructor({ main, api, account, detail, queueName }) {
    this.#main = main;
    this.#api = api;
    this.#account = account;
    this.#detail = detail;
    this.#queueName = queueName;
  }

  show() {
    const { recording, files, chat, index } = this.#detail;
    const playable = recording.location === "local" && recording.erasedAt === undefined && files.length > 0;
    this.#player?.dispose();
    const player = (this.#player = playable ? new Player(this.#detail) : null);
    const entries = happenings(this.#detail);
    const customer = recording.customer.name ?? t("someone");
    document.title = `${customer} · ${t("playerTitle")}`;
    fill(this.#main,
      h("header", { class: "player-head" },
        h("p", {}, h("a", { href: withLanguage("/recordings") }, t("toList"))),
        h("h1", {}, `${customer} · ${recording.agent.name}`),
        h("p", { class: "row" }, h("span", { class: "muted" }, formatDateTime(recording.startedAt ?? recording.expectedAt)), this.#state())),
      this.#warning(playable),
      player?.element ?? null,
      h("div", { class: "player-columns" },
        h("section", { class: "card stack", "aria-labelledby": "happened" }, h("h2", { id: "happened" }, t("happened")),
          index.isTruncated === true && h("p", { class: "muted small" }, t("truncated")),
          list(entries.map(({ fromMs, toMs, words }) =>
            moment(player, fromMs, toMs === null || toMs - fromMs < 1000 ? words : `${words} · ${t("lasted", { time: clockText(toMs - fromMs) })}`)), t("nothingHappened"))),
        h("div", { class: "stack" },
          h("section", { class: "card stack", "aria-labelledby": "chat" }, h("h2", { id: "chat" }, t("chatTitle")),
            list(chat.map(({ atMs, at, role, name, text }) => moment(player, atMs, `${name ?? roleName(role)}: ${text}`, formatTime(at))), t("noChat"))),
          h("section", { class: "card stack", "aria-labelledby": "talk" }, h("h2", { id: "talk" }, t("talkTitle")), this.#talk())),
        h("section", { class: "card stack", "aria-labelledby": "facts" }, h("h2", { id: "facts" }, t("facts")), this.#facts(), this.#interaction(), playable && this.#downloads(), this.#erase())));
  }

  #state() {
    const { tone, words } = stateWords(this.#detail.recording);
    return h("span", { class: "lamp", "data-tone": tone }, words);
  }

  /** @param {boolean} playable */
  #warning(playable) {
    const { state, missing, location: place, erasedAt } = this.#detail.recording;
    const words = erasedAt !== undefined ? null
      : place === "uploaded" ? t("uploaded")
        : state === "recording" || state === "paused" ? t("unfinished")
          : state === "partial" ? t("partialText", { reason: reasonWords(missing) })
            : state === "failed" || (state === "expected" && missing) ? t("failedText", { reason: reasonWords(missing) })
              : playable ? null : t("nothingToPlay");
    return words === null ? null : h("p", { class: "banner", "data-tone": state === "failed" ? "danger" : "warn" }, icon("warning"), h("span", {}, words));
  }

  #talk() {
    const { talk, silenceMs, overlapMs } = this.#detail.index;
    const rows = talk.map(({ name, role, talkMs, ratio }) => [name ?? roleName(role), t("talkShare", { time: clockText(talkMs), n: Math.round(ratio * 100) })]);
    if (silenceMs !== undefined) rows.push([t("silence"), clockText(silenceMs)]);
    if (overlapMs !== undefined) rows.push([t("overlap"), clockText(overlapMs)]);
    return facts(rows);
  }

  #facts() {
    const { purposes, retainUntil, durationMs, bytes } = this.#detail.recording;
    return facts([
      [t("queue"), this.#queueName], [t("length"), durationMs === undefined ? "–" : clockText(durationMs)],
      [t("purposes"), purposes.map((purpose) => t(purpose)).join(", ") || "–"],
      [t("retain"), retainUntil === undefined ? t("forever") : formatDateTime(retainUntil)],
      ...(bytes === undefined ? [] : [[t("size"), size(bytes)]]),
    ]);
  }

  /** Only supervisors may open it. */
  #interaction() {
    const { interaction } = this.#detail.recording;
    return maySupervise(this.#account) && h("p", {}, h("a", { href: withLanguage(`/interactions/${encodeURIComponent(interaction)}`) }, t("toInteraction")));
  }

  #downloads() {
    return h("ul", { class: "downloads" }, ...this.#detail.files.map((file) => h("li", {},
      h("a", { class: "button", href: `${file.url}?download=1`, download: file.file }, icon("download"), t("downloadFile", { name: pictureName(file), size: size(file.bytes) })))));
  }

  #erase() {
    const { id, erasedAt } = this.#detail.recording;
    if (this.#account.role !== "admin" || erasedAt !== undefined) return null;
    const reason = h("input", { class: "input", id: "reason", type: "text", maxlength: 300, required: true });
    const problem = h("p", { class: "problem", role: "alert" });
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (!reason.value.trim()) return reason.focus();
      try {
        const { recording } = await this.#api.post(`/api/recordings/${id}/erase`, { reason: reason.value.trim() });
        const { durationMs } = this.#detail.index;
        this.#detail = { recording, files: [], chat: [], segments: [], index: { durationMs, gaps: [], pauses: [], events: [], talk: [] } };
        this.show();
      } catch (error) {
        problem.textContent = t("eraseFailed", { code: String(/** @type {{code?: unknown}} */ (error).code) });
      }
    };
    return h("details", {}, h("summary", {}, t("erase")), h("form", { class: "stack", onsubmit: submit },
      h("div", { class: "field" }, h("label", { for: "reason" }, t("eraseReason")), reason, h("p", { class: "hint" }, t("eraseHint")), problem),
      h("button", { class: "button", "data-kind": "danger", type: "submit" }, t("eraseNow"))));
  }
}

/**
 * Something at a moment; a click goes there.
 * @param {Player | null} player
 * @param {number} atMs
 * @param {string} words
 * @param {string} [clock]
 */
function moment(player, atMs, words, clock) {
  const time = atMs < 0 ? clock ?? "" : clockText(atMs);
  return h("li", { class: "moment" }, player && atMs >= 0
    ? h("button", { class: "moment-time", type: "button", onclick: () => player.seek(atMs) }, time) : h("span", { class: "moment-time" }, time), h("span", {}, words));
}

/**
 * @param {HTMLElement[]} items
 * @param {string} none
 */
function list(items, none) {
  return items.length > 0 ? h("ol", { class: "moments" }, ...items) : h("p", { class: "muted" }, none);
}

/** @param {string[][]} rows */
function facts(rows) {
  return h("dl", { class: "facts" }, ...rows.flatMap(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]));
}

/** @param {number} bytes */
function size(bytes) {
  const megabytes = bytes / 1_000_000;
  return megabytes < 0.1 ? `${formatNumber(Math.ceil(bytes / 1000))} kB` : `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(megabytes)} MB`;
}
