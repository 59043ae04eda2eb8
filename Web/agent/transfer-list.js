import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { activityText, choices } from "./activities.js";
import { t, titleText } from "./wording.js";

/** @typedef {import("../client/protocol").TransferTargets} TransferTargets */
/** @typedef {import("../client/protocol").TransferQueue} TransferQueue */
/** @typedef {import("../client/protocol").TransferAgent} TransferAgent */
/**
 * Somewhere the customer can be sent on to.
 * @typedef {object} Target
 * @property {string} key
 * @property {{queue: string} | {agent: string}} address
 * @property {string} name
 * @property {string} state  what is known of it at the moment
 * @property {boolean} isFree  somebody can take the customer now
 * @property {"ok" | "warn" | "live"} tone
 */

/** What the list shows of each target: rows stay where they are while their numbers change. */
export class TransferList {
  /** @type {Target[]} */
  targets = [];
  element;
  #choose;
  #context;
  /** @type {Map<string, {row: HTMLLIElement, button: HTMLButtonElement, name: HTMLElement, state: HTMLElement}>} */
  #rows = new Map();
  #queues = h("ul", { class: "transfer-rows" });
  #agents = h("ul", { class: "transfer-rows" });
  #words = "";

  /**
   * @param {import("./component.js").Context} context
   * @param {import("./desk.js").Desk} desk
   * @param {(target: Target) => void} choose
   */
  constructor(context, desk, choose) {
    this.#context = context;
    this.#choose = choose;
    this.element = h("div", { class: "transfer-lists" }, group("queues", desk, this.#queues), group("agents", desk, this.#agents));
  }

  /** The buttons that are to be seen, first to last. */
  get buttons() {
    return [...this.element.querySelectorAll("button")].filter((button) => button.closest("[hidden]") === null);
  }

  /**
   * @param {string} key
   * @returns {HTMLButtonElement | null} null when it is not to be seen
   */
  buttonOf(key) {
    return this.buttons.find((button) => button === this.#rows.get(key)?.button) ?? null;
  }

  /** Forgets everything: the next answer is shown in an order of its own. */
  clear() {
    this.targets = [];
    this.#rows.clear();
    fill(this.#queues);
    fill(this.#agents);
    this.filter("");
  }

  /** @param {TransferTargets} answer */
  show({ queues, agents }) {
    const places = queues.map((queue) => this.#queue(queue));
    // Those who can take the customer stand first when the list opens, and nobody moves after that.
    const people = agents.map((agent) => this.#agent(agent)).sort((one, other) =>
      this.#standing(one) - this.#standing(other) || Number(other.isFree) - Number(one.isFree) || one.name.localeCompare(other.name));
    this.targets = [...places, ...people];
    const present = new Set(this.targets.map(({ key }) => key));
    for (const key of this.#rows.keys()) if (!present.has(key)) this.#rows.delete(key);
    arrange(this.#queues, places.map((target) => this.#row(target)));
    arrange(this.#agents, people.map((target) => this.#row(target)));
    this.filter(this.#words);
  }

  /**
   * Shows those whose name has all of the words in it.
   * @param {string} text
   * @returns {number} how many
   */
  filter(text) {
    this.#words = text;
    const words = plain(text).split(/\s+/);
    let count = 0;
    for (const { key, name } of this.targets) {
      const matches = words.every((word) => plain(name).includes(word));
      const row = this.#rows.get(key)?.row;
      if (row !== undefined) row.hidden = !matches;
      if (matches) count += 1;
    }
    for (const list of [this.#queues, this.#agents]) {
      const section = /** @type {HTMLElement} */ (list.parentElement);
      section.hidden = [...list.children].every((row) => /** @type {HTMLElement} */ (row).hidden);
    }
    return count;
  }

  /** @param {Target} target */
  #standing({ key }) {
    const index = [...this.#rows.keys()].indexOf(key);
    return index < 0 ? Infinity : index;
  }

  /**
   * @param {Target} target
   * @returns {HTMLLIElement}
   */
  #row(target) {
    const { key, name, state, tone } = target;
    let shown = this.#rows.get(key);
    if (shown === undefined) {
      const words = { name: h("strong", {}, name), state: h("span", { class: "lamp" }, state) };
      const button = h("button", { type: "button", class: "transfer-target", onclick: () => {
        const now = this.targets.find((one) => one.key === key);
        if (now !== undefined) this.#choose(now);
      } }, words.name, words.state);
      shown = { ...words, button, row: h("li", {}, button) };
      this.#rows.set(key, shown);
    }
    setText(shown.name, name);
    setText(shown.state, state);
    setAttribute(shown.state, "data-tone", tone);
    return shown.row;
  }

  /**
   * @param {TransferQueue} queue
   * @returns {Target}
   */
  #queue({ name, title, waiting, agentsAvailable }) {
    const free = agentsAvailable > 0;
    return {
      key: `queue ${name}`, address: { queue: name }, name: titleText(title) ?? this.#context.queueName(name), isFree: free, tone: free ? "ok" : "warn",
      state: `${t("transfer.waiting", { n: waiting })} · ${free ? t("transfer.free", { n: agentsAvailable }) : t("transfer.nobodyFree")}`,
    };
  }

  /**
   * @param {TransferAgent} agent
   * @returns {Target}
   */
  #agent({ id, name, activity, kind, workload, canTake }) {
    const { state } = this.#context.store;
    const says = activityText(choices(state), activity);
    const does = workload === "idle" ? null : t(`workload.${workload}`);
    return {
      key: `agent ${id}`, address: { agent: id }, name, isFree: canTake, tone: canTake ? "ok" : kind === "available" ? "live" : "warn",
      state: canTake ? t("transfer.freeNow") : does === null ? says : `${says} · ${does}`,
    };
  }
}

/**
 * @param {"queues" | "agents"} kind
 * @param {import("./desk.js").Desk} desk
 * @param {HTMLElement} list
 */
function group(kind, desk, list) {
  const id = desk.id(`transfer-${kind}`);
  list.setAttribute("aria-labelledby", id);
  return h("section", {}, h("h4", { id }, t(`transfer.${kind}`)), list);
}

/**
 * Puts the rows there in this order; rows that stand so already keep the focus.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} rows
 */
function arrange(list, rows) {
  if (rows.length === list.children.length && rows.every((row, index) => list.children[index] === row)) return;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  fill(list, ...rows);
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
}

/**
 * Small letters without accents.
 * @param {string} text
 */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
