import { fill, h } from "./dom.js";
import { formatTime, locale } from "./i18n.js";

/** @typedef {{from: number, until: number}} Slot  a time that can be booked, milliseconds since 1970 */

let pickers = 0;

/**
 * Choosing a time: first the day, then the hour, both on the reader's own clock.
 */
export class SlotPicker {
  /** @type {Slot[]} */
  #slots = [];
  #day;
  #time;
  element;

  /** @param {{day: string, time: string}} words */
  constructor({ day, time }) {
    const id = `slot-${pickers += 1}`;
    this.#day = h("select", { class: "input", id: `${id}-day`, onchange: () => this.#fillTimes() });
    this.#time = h("select", { class: "input", id: `${id}-time` });
    this.element = h("div", { class: "slot-picker" },
      h("div", { class: "field" }, h("label", { for: `${id}-day` }, day), this.#day),
      h("div", { class: "field" }, h("label", { for: `${id}-time` }, time), this.#time));
  }

  /** @param {Slot[]} slots  the next first */
  show(slots) {
    const { from } = this;
    this.#slots = slots;
    const days = [...new Map(slots.map((slot) => [dayOf(slot), slot]))];
    const kept = slots.find((slot) => slot.from === from) ?? slots[0];
    fill(this.#day, ...days.map(([day, slot]) => h("option", { value: day, selected: kept !== undefined && day === dayOf(kept) }, dayText(slot.from))));
    this.#fillTimes(kept?.from);
  }

  /** The beginning of the chosen slot; null while there is none. */
  get from() {
    return this.#time.value === "" ? null : Number(this.#time.value);
  }

  focus() {
    this.#day.focus();
  }

  /** @param {number} [kept] */
  #fillTimes(kept) {
    const slots = this.#slots.filter((slot) => dayOf(slot) === this.#day.value);
    fill(this.#time, ...slots.map(({ from }) => h("option", { value: from, selected: from === kept }, formatTime(from))));
  }
}

/** @param {Slot} slot */
function dayOf({ from }) {
  return new Date(from).toDateString();
}

/** @param {number} at */
function dayText(at) {
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }).format(at);
}

/**
 * "Tuesday 24 November at 10:00", as the page's language has it.
 * @param {number} at  milliseconds since 1970
 */
export function slotText(at) {
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }).format(at);
}
