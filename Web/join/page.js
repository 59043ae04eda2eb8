import { LocalMedia } from "../call/local-media.js";
import { guestToken, VisavisClient } from "../client/index.js";
import { Api } from "../shared/api.js";
import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { pageState } from "../shared/page-state.js";
import { Sounds } from "../shared/sounds.js";
import { overHTTP } from "../visit/network-check.js";
import { PreflightPanel } from "../visit/preflight.js";
import { keepAwake } from "../visit/wake-lock.js";
import { forgetInvite } from "./invite.js";
import { t } from "./messages.js";

/** @typedef {import("../client/protocol").Snapshot} Snapshot */
/** @typedef {import("../client/protocol").EndedReason} EndedReason */
/** @typedef {import("../call/element.js").EndedDetail} EndedDetail */

/** A guest's way: name and pre-flight → call → out. Nothing is asked of the server before the guest joins, so an opened link is not a used one. */
export class JoinPage {
  #main;
  #banner;
  #api = new Api();
  #sounds = new Sounds();
  #secret = "";
  #name = "";
  /** Ends with the view it belongs to. */
  #viewing = new AbortController();
  /** @type {LocalMedia | null} */
  #media = null;
  /** @type {VisavisClient | null} */
  #client = null;

  /** @param {{main: HTMLElement, banner: HTMLElement}} options */
  constructor({ main, banner }) {
    this.#main = main;
    this.#banner = banner;
  }

  /** @param {string} secret  empty when the page was opened without one */
  show(secret) {
    this.#disconnect();
    this.#secret = secret;
    if (secret) this.#showForm();
    else this.#showWords(pageState("empty", { title: t("noSecret"), text: t("noSecretText") }));
  }

  #showForm() {
    const signal = this.#enter("form");
    document.title = t("title");
    const media = (this.#media ??= new LocalMedia());
    const preflight = new PreflightPanel({ media, network: overHTTP(this.#api), sounds: this.#sounds, signal });
    const name = h("input", { class: "input", id: "name", type: "text", maxlength: 80, autocomplete: "name", value: this.#name, required: true, "aria-describedby": "name-hint problem" });
    const problem = h("p", { class: "problem", id: "problem", role: "alert" });
    const join = h("button", { class: "button", "data-kind": "primary", "data-size": "large", type: "submit" }, icon("camera"), h("span", {}, t("join")));
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (join.disabled) return;
      this.#name = name.value.trim();
      setText(problem, this.#name ? "" : t("nameMissing"));
      if (!this.#name) return name.focus();
      join.disabled = true;
      void this.#sounds.unlock();
      setText(problem, (await this.#join(signal)) ?? "");
      join.disabled = false;
    };
    fill(this.#main, h("form", { class: "visit-form", novalidate: true, onsubmit: submit },
      h("div", { class: "visit-read" },
        h("div", { class: "stack visit-intro" }, h("h1", { tabindex: -1 }, t("title")), h("p", { class: "muted" }, t("intro"))),
        preflight.element,
        h("div", { class: "stack visit-fields" },
          h("div", { class: "field" }, h("label", { for: "name" }, t("name")), name, h("p", { class: "hint", id: "name-hint" }, t("nameHint"))))),
      h("div", { class: "visit-act" }, problem, join)));
  }

  /**
   * The first token tells whether the link is good; the connection then uses it.
   * @param {AbortSignal} signal  of the form
   * @returns {Promise<string | null>} what went wrong, in words
   */
  async #join(signal) {
    const ask = () => guestToken((path, body) => this.#api.post(path, body), { invite: this.#secret, name: this.#name });
    /** @type {string | null} */
    let first;
    try {
      first = await ask();
    } catch (error) {
      const { code, retryAfterMs } = /** @type {import("../shared/api.js").ApiError} */ (error);
      if (code === "invite_gone") return this.#showGone(), null;
      return code === "network" ? t("network") : retryAfterMs > 0 ? t("full", { n: Math.ceil(retryAfterMs / 1000) }) : t("failed");
    }
    if (signal.aborted) return null;
    this.#connect(async () => {
      const token = first ?? (await ask());
      first = null;
      return token;
    });
    return null;
  }

  /** @param {() => Promise<string>} fetchToken */
  #connect(fetchToken) {
    this.#disconnect({ keepMedia: true });
    const client = (this.#client = new VisavisClient({ fetchToken }));
    client.on("snapshot", (snapshot) => this.#client === client && this.#snapshot(client, snapshot));
    client.on("state", () => this.#client === client && this.#showConnection(client.state === "reconnecting"));
    client.on("bye", ({ action, reason }) => {
      if (this.#client !== client || action !== "stop") return;
      if (reason === "invite_gone") this.#showGone();
      else this.#showWords(pageState("error", { title: t("stopped"), text: t("stoppedText") }));
    });
    client.connect();
  }

  /**
   * @param {VisavisClient} client
   * @param {Snapshot} snapshot
   */
  #snapshot(client, { session, chat, ended }) {
    if (this.#main.dataset.view === "call") return; // the open call hears it itself
    if (session && session.state !== "ended") this.#showCall(client, session, chat);
    else if (ended) this.#showEnded(ended.reason);
    else this.#showGone();
  }

  /**
   * @param {VisavisClient} client
   * @param {import("../client/protocol").Session} session
   * @param {import("../client/protocol").ChatMessage[]} chat
   */
  #showCall(client, session, chat) {
    const signal = this.#enter("call");
    document.title = t("titleCall");
    const media = (this.#media ??= new LocalMedia());
    if (!media.microphone && !media.camera) void media.acquire();
    keepAwake(signal);
    const call = /** @type {import("../call/element.js").VisavisCall} */ (document.createElement("visavis-call"));
    call.addEventListener("visavis-ended", (event) => {
      const { reason, hungUp } = /** @type {CustomEvent<EndedDetail>} */ (event).detail;
      this.#showEnded(hungUp ? "left" : reason);
    }, { signal });
    fill(this.#main, h("h1", { class: "visually-hidden" }, t("titleCall")), call);
    call.open({ client, session, chat, media, autoHide: true });
  }

  /** @param {EndedReason | null} reason */
  #showEnded(reason) {
    this.#disconnect();
    const how = endOf(reason);
    const mayReturn = how === "left" || how === "lost";
    if (!mayReturn) forgetInvite();
    const tone = how === "removed" || how === "lost" ? "warn" : "ok";
    this.#showWords(h("section", { class: "card stack visit-ended", "data-end": how },
      h("div", { class: "ended-mark", "data-tone": tone }, icon(tone === "warn" ? "warning" : "check")),
      h("h1", { tabindex: -1 }, t(how)), h("p", { class: "muted" }, t(`${how}Text`)),
      mayReturn && h("button", { class: "button", type: "button", onclick: () => this.show(this.#secret) }, t("again"))));
  }

  #showGone() {
    forgetInvite();
    this.#disconnect();
    this.#showWords(pageState("error", { title: t("gone"), text: t("goneText") }));
  }

  /** @param {HTMLElement} words */
  #showWords(words) {
    this.#enter("ended");
    document.title = t("title");
    fill(this.#main, words);
    const heading = words.querySelector("h1, h2");
    heading?.setAttribute("tabindex", "-1");
    /** @type {HTMLElement | null} */ (heading)?.focus();
  }

  /** @param {boolean} away */
  #showConnection(away) {
    const shown = away && this.#main.dataset.view !== "call";
    this.#banner.className = shown ? "visit-connection banner" : "visit-connection";
    this.#banner.dataset.tone = "offline";
    setText(this.#banner, shown ? t("reconnecting") : "");
  }

  /** @param {"form" | "call" | "ended"} view */
  #enter(view) {
    this.#viewing.abort();
    this.#viewing = new AbortController();
    this.#main.dataset.view = view;
    document.documentElement.toggleAttribute("data-call", view === "call");
    this.#showConnection(false);
    return this.#viewing.signal;
  }

  #disconnect({ keepMedia = false } = {}) {
    const client = this.#client;
    this.#client = null;
    client?.close();
    if (keepMedia) return;
    this.#media?.stop();
    this.#media = null;
  }
}

/**
 * How the guest's part ended, in the words of this page: whatever ended the whole call is one to a guest.
 * @param {EndedReason | null} reason
 */
function endOf(reason) {
  if (reason === "left" || reason === "lost") return reason;
  return reason === "removed" || reason === "sent_away" ? "removed" : "ended";
}
