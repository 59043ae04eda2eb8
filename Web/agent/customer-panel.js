import { fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { Component } from "./component.js";
import { callerShown } from "./console-state.js";
import { label, languageName, money, t } from "./wording.js";

/** @typedef {import("./model.js").Caller} Caller */
/** @typedef {import("../client/protocol").Preflight} Preflight */

/** Who the customer is, how surely we know, why they call and from where. */
export class CustomerPanel extends Component {
  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   */
  constructor(host, context) {
    super(host, context);
    // The same caller comes anew with each session push; only other content is drawn again, so that a selection stays.
    this.watch((state) => JSON.stringify(callerShown(state)), (_, state) => this.#render(callerShown(state)));
  }

  /** @param {Caller | null} caller */
  #render(caller) {
    fill(this.host, ...(caller === null ? nobody() : [this.#who(caller), this.#facts(caller), this.#device(caller)]));
  }

  /**
   * Who writes needs no device of any kind.
   * @param {Caller} caller
   */
  #device({ preflight }) {
    return this.state.chats.open === null || preflight !== undefined ? device(preflight) : null;
  }

  /** @param {Caller} caller */
  #who({ name, verified, matter }) {
    return h("div", { class: "who" },
      h("p", { class: "who-name" }, name ?? t("offer.someone")),
      h("p", { class: "badge", "data-tone": verified ? "ok" : "offline" },
        icon(verified ? "check" : "question"), t(verified ? "customer.verified" : "customer.unverified")),
      matter && h("blockquote", { class: "who-matter" }, matter));
  }

  /** @param {Caller} caller */
  #facts(caller) {
    return h("dl", { class: "facts" },
      ...fact("customer.useCase", this.context.useCaseName(caller.useCase)),
      ...fact("customer.cart", caller.cart && money(caller.cart)),
      ...fact("customer.language", languageName(caller.language)),
      ...fact("customer.page", caller.page && pageLink(caller.page)),
      ...fact("customer.entryPoint", caller.entryPoint),
      ...fact("customer.variant", caller.variant),
      ...fact("customer.email", caller.email),
      ...fact("customer.externalId", caller.externalId));
  }
}

function nobody() {
  return [h("div", { class: "nobody" }, icon("person"), h("p", {}, t("customer.empty")), h("p", { class: "muted small" }, t("customer.emptyHint")))];
}

/**
 * @param {import("./wording.js").StringKey} term
 * @param {string | Node | undefined} value
 */
function fact(term, value) {
  return value ? [h("dt", {}, t(term)), h("dd", {}, value)] : [];
}

/**
 * The page's address as the customer's browser told it: a link only when it is a web address.
 * @param {string} page
 */
function pageLink(page) {
  if (!/^https?:\/\//i.test(page)) return page;
  const url = parsed(page);
  if (url === null) return page;
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, url.host + (url.pathname === "/" ? "" : url.pathname));
}

/** @param {string} address */
function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** @param {Preflight | undefined} preflight */
function device(preflight) {
  const lamps = preflight === undefined ? [] : [
    lamp("preflight.camera", preflight.camera),
    lamp("preflight.microphone", preflight.microphone),
    lamp("preflight.speaker", preflight.speaker),
    lamp("preflight.light", preflight.light),
    ...(preflight.rttMs === undefined ? [] : [network(preflight.rttMs)]),
  ];
  return h("section", { class: "device" },
    h("h3", {}, t("customer.device")),
    lamps.length > 0 ? h("ul", { class: "lamps" }, ...lamps) : h("p", { class: "muted small" }, t("preflight.none")));
}

/**
 * @param {import("./wording.js").StringKey} what
 * @param {string} result
 */
function lamp(what, result) {
  const tone = ["ok", "good"].includes(result) ? "ok" : ["skipped", "unknown"].includes(result) ? "offline" : "warn";
  return lampItem(what, label("preflight", result), tone);
}

/** @param {number} rttMs */
function network(rttMs) {
  return lampItem("preflight.network", t("preflight.rtt", { ms: Math.round(rttMs) }), rttMs > 300 ? "warn" : "ok");
}

/**
 * @param {import("./wording.js").StringKey} what
 * @param {string} words
 * @param {string} tone
 */
function lampItem(what, words, tone) {
  return h("li", {}, h("span", {}, t(what)), h("span", { class: "lamp", "data-tone": tone }, words));
}
