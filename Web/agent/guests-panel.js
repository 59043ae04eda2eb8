import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { formatDateTime, formatTime, locale } from "../shared/i18n.js";
import { t } from "./wording.js";

/** @typedef {import("../client/protocol").Invite} Invite */

/** How long a link may work, in minutes. */
const validities = [30, 60, 240, 1440];
const usualMinutes = 60;

/** Links for guests: made here, copied here, taken back here. The server tells a link's secret once, so this page remembers it while it is open. */
export class GuestsPanel {
  element;
  #context;
  /** @type {Map<string, string>} invite → link */
  #links = new Map();
  #name = h("input", { class: "input", id: "guest-name", type: "text", maxlength: 80, autocomplete: "off" });
  #make = h("button", { class: "button", "data-kind": "primary", type: "submit" }, t("guests.make"));
  #minutes = h("select", { class: "input", id: "guest-minutes" },
    ...validities.map((minutes) => h("option", { value: minutes, selected: minutes === usualMinutes }, validityText(minutes))));
  #list = h("ul", { class: "guests-list" });
  #outcome = h("p", { class: "small", role: "status" });

  /**
   * @param {import("./component.js").Context} context
   * @param {AbortSignal} signal
   */
  constructor(context, signal) {
    this.#context = context;
    this.element = h("section", { class: "guests block", "aria-label": t("tools.guests") },
      h("form", { class: "guests-form", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), void this.#invite()) },
        h("div", { class: "field" }, h("label", { for: "guest-name" }, t("guests.name")), this.#name),
        h("div", { class: "field guests-validity" }, h("label", { for: "guest-minutes" }, t("guests.minutes")), this.#minutes), this.#make),
      h("p", { class: "muted small" }, t("guests.hint")),
      this.#list, this.#outcome);
    // Other changes of the session must not take the focus out of this list.
    context.store.watch(({ session }) => JSON.stringify([session?.invites, session?.participants.map(({ id, presence }) => [id, presence])]), () => this.#render(), signal);
    context.store.watch((state) => state.session?.id, () => setText(this.#outcome, ""), signal);
  }

  focus() {
    this.#name.focus();
  }

  async #invite() {
    this.#make.disabled = true;
    const made = await this.#context.commands.invite(this.#name.value.trim(), Number(this.#minutes.value));
    this.#make.disabled = false;
    if (made === null) return;
    const link = `${location.origin}/join#${made.secret}`;
    this.#links.set(made.invite.id, link);
    this.#name.value = "";
    this.#render();
    await this.#copy(link);
  }

  #render() {
    const { session } = this.#context.store.state;
    const invites = session?.invites ?? [];
    fill(this.#list, ...invites.map((invite) => this.#item(invite, isHere(invite, session?.participants ?? []))));
  }

  /**
   * @param {Invite} invite
   * @param {boolean} here
   */
  #item(invite, here) {
    const link = this.#links.get(invite.id);
    const words = here ? t("guests.here") : invite.state === "open" ? t("guests.open", { time: endText(invite.expiresAt) }) : t(`guests.${invite.state}`);
    const canRevoke = invite.state === "open" || here;
    return h("li", { class: "guests-item" },
      h("span", { class: "guests-who" }, h("strong", {}, invite.name ?? t("guests.someone")), h("span", { class: "muted small" }, words)),
      invite.state === "open" && link !== undefined && h("button", { class: "button", type: "button", onclick: () => void this.#copy(link) }, icon("copy"), t("guests.copy")),
      canRevoke && h("button", { class: "button", type: "button", onclick: () => void this.#context.commands.revoke(invite.id) }, t(here ? "guests.sendAway" : "guests.revoke")),
      invite.state === "open" && link !== undefined && h("input", { class: "input guests-link", type: "text", readonly: true, value: link, "aria-label": t("guests.link"),
        onfocus: (/** @type {FocusEvent} */ event) => /** @type {HTMLInputElement} */ (event.target).select() }));
  }

  /** @param {string} link */
  async #copy(link) {
    const copied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
    setText(this.#outcome, t(copied ? "guests.copied" : "guests.notCopied"));
  }
}

/**
 * @param {Invite} invite
 * @param {import("../client/protocol").Participant[]} participants
 */
function isHere({ participant }, participants) {
  return participant !== undefined && participants.some(({ id, presence }) => id === participant && presence !== "left");
}

/** @param {number} minutes */
function validityText(minutes) {
  const [value, unit] = minutes < 60 ? [minutes, "minute"] : [minutes / 60, "hour"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/**
 * The time alone, unless it is that of another day.
 * @param {number} expiresAt
 */
function endText(expiresAt) {
  const isToday = new Date(expiresAt).toDateString() === new Date().toDateString();
  return isToday ? formatTime(expiresAt) : formatDateTime(expiresAt);
}
