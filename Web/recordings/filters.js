import { h } from "../shared/dom.js";
import { t } from "./messages.js";

/** @typedef {{from?: string, to?: string, queue?: string, agent?: string, state?: string}} Filters  dates as `2026-11-22` */

const names = /** @type {const} */ (["from", "to", "queue", "agent", "state"]);
const states = /** @type {const} */ (["expected", "recording", "paused", "completed", "partial", "failed"]);
const dayMs = 86_400_000;

/**
 * The filters that stand in the address, so that a reload or a sent link shows the same.
 * @param {string} search
 * @returns {Filters}
 */
export function filtersIn(search) {
  const query = new URLSearchParams(search);
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? ""]).filter(([, value]) => value !== ""));
}

/** @param {Filters} filters */
export function rememberFilters(filters) {
  const url = new URL(location.href);
  for (const name of names) {
    if (filters[name]) url.searchParams.set(name, filters[name] ?? "");
    else url.searchParams.delete(name);
  }
  history.replaceState(null, "", url.pathname + url.search);
}

/**
 * The query of `/api/recordings`: whole days of the reader's own clock, the last one included.
 * @param {Filters} filters
 * @param {string | undefined} cursor
 */
export function recordingsQuery({ from, to, queue, agent, state }, cursor) {
  const query = new URLSearchParams();
  const first = from ? new Date(`${from}T00:00`).getTime() : NaN;
  const last = to ? new Date(`${to}T00:00`).getTime() : NaN;
  if (!Number.isNaN(first)) query.set("from", String(first));
  if (!Number.isNaN(last)) query.set("to", String(last + dayMs));
  for (const [name, value] of Object.entries({ queue, agent, state, cursor })) if (value) query.set(name, value);
  return query.toString();
}

/**
 * @param {{queues: Map<string, string>, filters: Filters, changed: (filters: Filters) => void}} options
 * @returns {{element: HTMLElement, addAgents: (agents: {id: string, name: string}[]) => void}}
 */
export function makeFilters({ queues, filters, changed }) {
  const agent = select("agent", [], filters.agent);
  /** @type {HTMLFormElement} */
  const element = h("form", { class: "filters card", onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    field("from", h("input", { class: "input", id: "from", name: "from", type: "date", value: filters.from ?? "" })),
    field("to", h("input", { class: "input", id: "to", name: "to", type: "date", value: filters.to ?? "" })),
    field("queue", select("queue", [...queues], filters.queue)),
    field("agent", agent),
    field("state", select("state", states.map((state) => [state, t(`state_${state}`)]), filters.state)),
    h("button", { class: "button", type: "button", onclick: () => (clear(element), tell()) }, t("clear")));
  const tell = () => changed(/** @type {Filters} */ (Object.fromEntries([...new FormData(element)].filter(([, value]) => value !== ""))));
  element.addEventListener("change", tell);
  return {
    element,
    /** Those who are known from what was found. */
    addAgents(agents) {
      for (const { id, name } of agents) {
        const known = [...agent.options].find(({ value }) => value === id);
        if (known) known.textContent = name;
        else agent.append(h("option", { value: id }, name));
      }
    },
  };
}

/** @param {HTMLFormElement} form */
function clear(form) {
  for (const input of form.elements) if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement) input.value = "";
}

/**
 * @param {"queue" | "agent" | "state"} name
 * @param {[string, string][]} choices
 * @param {string | undefined} chosen
 */
function select(name, choices, chosen) {
  const known = chosen && !choices.some(([value]) => value === chosen) ? [...choices, /** @type {[string, string]} */ ([chosen, chosen])] : choices;
  return h("select", { class: "input", id: name, name }, h("option", { value: "" }, t("all")),
    ...known.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
}

/**
 * @param {"from" | "to" | "queue" | "agent" | "state"} name
 * @param {HTMLElement} input
 */
function field(name, input) {
  return h("div", { class: "field" }, h("label", { for: name }, t(name)), input);
}
