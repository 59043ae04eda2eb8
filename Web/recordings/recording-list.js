import { fill, h, setText } from "../shared/dom.js";
import { clockText } from "../shared/duration.js";
import { formatDateTime, withLanguage } from "../shared/i18n.js";
import { pageState } from "../shared/page-state.js";
import { toast } from "../shared/toast.js";
import { filtersIn, makeFilters, recordingsQuery, rememberFilters } from "./filters.js";
import { stateWords, t } from "./messages.js";

/** @typedef {import("./api").RecordingView} RecordingView */

const heads = /** @type {const} */ (["when", "customer", "agent", "queue", "length", "state", "purposes", "retain"]);

/** A list with filters that live in the address. */
export class RecordingList {
  element;
  #api;
  #queues;
  #filters = filtersIn(location.search);
  /** @type {RecordingView[]} */
  #recordings = [];
  /** @type {string | undefined} */
  #next;
  /** Grows with each change of the filters: an older answer that comes late is not shown. */
  #question = 0;
  #form;
  #count = h("p", { class: "muted small", role: "status" });
  #list = h("div", {});
  #more = h("button", { class: "button", type: "button", onclick: () => void this.#ask(true) }, t("more"));

  /** @param {{api: import("../shared/api.js").Api, queues: Map<string, string>}} options */
  constructor({ api, queues }) {
    this.#api = api;
    this.#queues = queues;
    this.#form = makeFilters({
      queues, filters: this.#filters,
      changed: (filters) => {
        this.#filters = filters;
        rememberFilters(filters);
        void this.#ask(false);
      },
    });
    this.element = h("div", { class: "stack" }, h("header", { class: "row" }, h("h1", {}, t("title")), this.#count), this.#form.element, this.#list, this.#more);
  }

  /** The first page; throws when it cannot be had. */
  async load() {
    await this.#fetch(false);
  }

  /** @param {boolean} more */
  async #ask(more) {
    this.#more.disabled = true;
    await this.#fetch(more).catch(() => toast(t("loadFailed"), "danger"));
    this.#more.disabled = false;
  }

  /** @param {boolean} more */
  async #fetch(more) {
    const question = ++this.#question;
    const query = recordingsQuery(this.#filters, more ? this.#next : undefined);
    const { recordings, next } = await this.#api.get(`/api/recordings${query && `?${query}`}`);
    if (question !== this.#question) return;
    this.#recordings = more ? [...this.#recordings, ...recordings] : recordings;
    this.#next = next;
    this.#form.addAgents(this.#recordings.map(({ agent }) => agent));
    this.#show();
  }

  #show() {
    const filtered = Object.keys(this.#filters).length > 0;
    setText(this.#count, this.#recordings.length > 0 ? t("shown", { n: this.#recordings.length }) : "");
    this.#more.hidden = this.#next === undefined;
    if (this.#recordings.length === 0) {
      fill(this.#list, pageState("empty", { title: t(filtered ? "emptyFilter" : "empty"), text: t(filtered ? "emptyFilterText" : "emptyText") }));
      return;
    }
    fill(this.#list, h("table", { class: "listing" }, h("caption", { class: "visually-hidden" }, t("title")),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, t(head))))),
      h("tbody", {}, ...this.#recordings.map((recording) => this.#row(recording)))));
  }

  /** @param {RecordingView} recording */
  #row(recording) {
    const { id, customer, agent, queue, startedAt, expectedAt, durationMs, purposes, retainUntil } = recording;
    const { tone, words } = stateWords(recording);
    return h("tr", {},
      h("th", { scope: "row" }, h("a", { href: withLanguage(`/recordings/${id}`) }, formatDateTime(startedAt ?? expectedAt))),
      cell("customer", customer.name ?? t("someone")),
      cell("agent", agent.name),
      cell("queue", this.#queues.get(queue) ?? queue),
      cell("length", durationMs === undefined ? "–" : clockText(durationMs)),
      cell("state", h("span", { class: "lamp", "data-tone": tone }, words)),
      cell("purposes", purposes.map((purpose) => t(purpose)).join(", ") || "–"),
      cell("retain", retainUntil === undefined ? t("forever") : formatDateTime(retainUntil)));
  }
}

/**
 * @param {typeof heads[number]} head  shown beside the value where the table is narrow
 * @param {string | HTMLElement} content
 */
function cell(head, content) {
  return h("td", { "data-head": t(head) }, h("span", {}, content));
}
