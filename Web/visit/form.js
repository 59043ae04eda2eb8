import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { language } from "../shared/i18n.js";
import { makeContactForm } from "./contact-form.js";
import { MediumChoice } from "./medium-choice.js";
import { t } from "./messages.js";
import { overSocket } from "./network-check.js";
import { PreflightPanel } from "./preflight.js";

/** @typedef {import("../client/protocol").Medium} Medium */
/** @typedef {{name: string, label: {en: string, fr: string}, media?: Medium[]}} UseCase */
/** @typedef {Pick<import("../client/protocol").VisitStart, "useCase" | "medium" | "name" | "matter" | "preflight" | "callback" | "callbackFrom">} Answers */
/** @typedef {{text: string, instead: "book" | "callback" | null}} Refusal  what went wrong, in words, and what is offered instead */

const intros = /** @type {const} */ ({ video: "intro", chat: "introChat" });

/**
 * The first view: what it is about and how to talk; before a video call how the picture and the sound are; and one button.
 *
 * @param {{useCases: UseCase[], useCase: string | null, medium: Medium | null, knownName: string | undefined, former: Partial<Answers>, media: () => import("../call/local-media.js").LocalMedia,
 *   client: import("../client/index.js").VisavisClient, sounds: import("../shared/sounds.js").Sounds, signal: AbortSignal, contacts: import("./contact-form.js").ContactKind[], notice: string | null,
 *   slots: (answers: Answers) => Promise<import("./contact-form.js").Slot[]>, start: (answers: Answers) => Promise<Refusal | null>}} options
 *   `medium`: what they came for; `media`: camera and microphone, asked for a video call alone; `contacts`: where customers can be written to; `notice`: what they should know first
 */
export function makeForm({ useCases, useCase, medium, knownName, former, media, client, sounds, signal, contacts, notice, slots, start }) {
  const matter = h("input", { class: "input", id: "matter", type: "text", maxlength: 200, autocomplete: "off", value: former.matter ?? "", "aria-describedby": "matter-hint" });
  const name = h("input", { class: "input", id: "name", type: "text", maxlength: 80, autocomplete: "name", value: former.name ?? "" });
  const subject = h("select", { class: "input", id: "subject" },
    ...useCases.map((choice) => h("option", { value: choice.name, selected: choice.name === former.useCase }, choice.label[language])));
  const subjectNow = () => useCases.find((known) => known.name === (useCase ?? subject.value)) ?? useCases[0];
  const problem = h("p", { class: "problem", role: "alert" });
  const words = h("span", {});
  const symbol = h("span", { class: "talk-symbol" });
  const talk = h("button", { class: "button", "data-kind": "primary", "data-size": "large", type: "submit" }, symbol, words);
  const heading = h("h1", { tabindex: -1 });
  const intro = h("p", { class: "muted" });
  const checks = h("div", { class: "visit-checks", hidden: true });
  const instead = h("div", { class: "visit-instead stack", hidden: true });
  /** @type {PreflightPanel | null} */
  let preflight = null;
  /** @type {Medium | null} */
  let shown = null;

  /** Nobody who wants to write is asked for a camera. */
  const showMedium = () => {
    const now = choice.medium;
    if (now === "video" && preflight === null) {
      preflight = new PreflightPanel({ media: media(), network: overSocket(client), sounds, signal });
      fill(checks, preflight.element);
    } else if (preflight !== null && now !== shown) {
      if (now === "video") void media().acquire();
      else media().release();
    }
    shown = now;
    const isWritten = now === "chat" && choice.element.hidden;
    // Beside the question about the medium nothing comes and goes: one column.
    form.dataset.columns = now === "video" && choice.element.hidden ? "two" : "one";
    checks.hidden = now !== "video";
    setText(heading, t(isWritten ? "titleWrite" : choice.element.hidden ? "title" : "titleEither"));
    setText(intro, t(now === null ? "introEither" : intros[now]));
    fill(symbol, icon(now === "chat" ? "chat" : "camera"));
    setText(words, t(now === "chat" ? "chatNow" : "talkNow"));
    talk.hidden = now === null;
    setText(problem, "");
  };
  const choice = new MediumChoice({ chosen: former.medium ?? medium, changed: () => showMedium() });
  subject.addEventListener("change", () => choice.offer(subjectNow()?.media ?? ["video"]));

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const chosen = choice.medium;
    if (talk.disabled || chosen === null) return choice.focus();
    talk.disabled = true;
    void sounds.unlock();
    setText(problem, "");
    instead.hidden = true;
    const answers = {
      useCase: useCase ?? subject.value, ...(chosen === "chat" ? { medium: chosen } : preflight && { preflight: preflight.result() }),
      ...(matter.value.trim() && { matter: matter.value.trim() }),
      ...(!knownName && name.value.trim() && { name: name.value.trim() }),
    };
    const refusal = await start(answers);
    talk.disabled = false;
    setText(problem, refusal?.text ?? "");
    if (!refusal?.instead || contacts.length === 0) return;
    instead.hidden = false;
    const isBooking = refusal.instead === "book";
    const asked = makeContactForm({
      kinds: contacts, choice: isBooking ? "slot" : "either", slots: () => slots(answers),
      ask: async ({ contact, from }) => (await start({ ...answers, callback: contact, ...(from !== undefined && { callbackFrom: from }) }))?.text ?? null,
    });
    fill(instead, h("h2", {}, t(isBooking ? "bookInstead" : "callbackInstead")), h("p", { class: "muted" }, t(isBooking ? "bookInsteadText" : "callbackInsteadText")), asked);
  };

  const form = h("form", { class: "visit-form", novalidate: true, onsubmit: submit },
    h("div", { class: "visit-read" },
      h("div", { class: "stack visit-intro" }, heading, intro,
        !useCase && useCases.length > 1 && field("subject", t("useCase"), subject), choice.element),
      checks,
      h("div", { class: "stack visit-fields" },
        field("matter", `${t("matter")} ${t("optional")}`, matter, h("p", { class: "hint", id: "matter-hint" }, t("matterHint"))),
        !knownName && field("name", `${t("name")} ${t("optional")}`, name))),
    h("div", { class: "visit-act" }, problem, talk));
  choice.offer(subjectNow()?.media ?? ["video"]);
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
