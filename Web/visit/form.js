import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { language } from "../shared/i18n.js";
import { makeContactForm } from "./contact-form.js";
import { t } from "./messages.js";
import { overSocket } from "./network-check.js";
import { PreflightPanel } from "./preflight.js";

/** @typedef {{name: string, label: {en: string, fr: string}}} UseCase */
/** @typedef {Pick<import("../client/protocol").VisitStart, "useCase" | "name" | "matter" | "preflight" | "callback" | "callbackFrom">} Answers */
/** @typedef {{text: string, instead: "book" | "callback" | null}} Refusal  what went wrong, in words, and what is offered instead */

/**
 * The first view: what it is about, how the picture and the sound are, and one button.
 *
 * @param {{useCases: UseCase[], useCase: string | null, knownName: string | undefined, former: Partial<Answers>, media: import("../call/local-media.js").LocalMedia,
 *   client: import("../client/index.js").VisavisClient, sounds: import("../shared/sounds.js").Sounds, signal: AbortSignal, contacts: import("./contact-form.js").ContactKind[], notice: string | null,
 *   slots: (answers: Answers) => Promise<import("./contact-form.js").Slot[]>, start: (answers: Answers) => Promise<Refusal | null>}} options
 *   `contacts`: where customers can be written to; `notice`: what they should know first
 */
export function makeForm({ useCases, useCase, knownName, former, media, client, sounds, signal, contacts, notice, slots, start }) {
  const preflight = new PreflightPanel({ media, network: overSocket(client), sounds, signal });
  const matter = h("input", { class: "input", id: "matter", type: "text", maxlength: 200, autocomplete: "off", value: former.matter ?? "", "aria-describedby": "matter-hint" });
  const name = h("input", { class: "input", id: "name", type: "text", maxlength: 80, autocomplete: "name", value: former.name ?? "" });
  const subject = h("select", { class: "input", id: "subject" },
    ...useCases.map((choice) => h("option", { value: choice.name, selected: choice.name === former.useCase }, choice.label[language])));
  const problem = h("p", { class: "problem", role: "alert" });
  const talk = h("button", { class: "button", "data-kind": "primary", "data-size": "large", type: "submit" }, icon("camera"), h("span", {}, t("talkNow")));

  const instead = h("div", { class: "visit-instead stack", hidden: true });

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (talk.disabled) return;
    talk.disabled = true;
    void sounds.unlock();
    setText(problem, "");
    instead.hidden = true;
    const answers = {
      useCase: useCase ?? subject.value, preflight: preflight.result(),
      ...(matter.value.trim() && { matter: matter.value.trim() }),
      ...(!knownName && name.value.trim() && { name: name.value.trim() }),
    };
    const refusal = await start(answers);
    talk.disabled = false;
    setText(problem, refusal?.text ?? "");
    if (!refusal?.instead || contacts.length === 0) return;
    instead.hidden = false;
    const isBooking = refusal.instead === "book";
    const form = makeContactForm({
      kinds: contacts, choice: isBooking ? "slot" : "either", slots: () => slots(answers),
      ask: async ({ contact, from }) => (await start({ ...answers, callback: contact, ...(from !== undefined && { callbackFrom: from }) }))?.text ?? null,
    });
    fill(instead, h("h2", {}, t(isBooking ? "bookInstead" : "callbackInstead")), h("p", { class: "muted" }, t(isBooking ? "bookInsteadText" : "callbackInsteadText")), form);
  };

  const form = h("form", { class: "visit-form", novalidate: true, onsubmit: submit },
    h("div", { class: "visit-read" },
      h("div", { class: "stack visit-intro" },
        h("h1", { tabindex: -1 }, t("title")), h("p", { class: "muted" }, t("intro"))),
      preflight.element,
      h("div", { class: "stack visit-fields" },
        !useCase && useCases.length > 1 && field("subject", t("useCase"), subject),
        field("matter", `${t("matter")} ${t("optional")}`, matter, h("p", { class: "hint", id: "matter-hint" }, t("matterHint"))),
        !knownName && field("name", `${t("name")} ${t("optional")}`, name))),
    h("div", { class: "visit-act" }, problem, talk));
  // Forms do not nest: the way out stands below.
  return h("div", { class: "visit-start stack" }, notice !== null && h("p", { class: "banner", "data-tone": "info", role: "status" }, notice), form, instead);
}

/**
 * @param {string} id
 * @param {string} label
 * @param {...HTMLElement} content
 */
function field(id, label, ...content) {
  return h("div", { class: "field" }, h("label", { for: id }, label), ...content);
}
