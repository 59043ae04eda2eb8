import { h, setText } from "../shared/dom.js";
import { Component } from "./component.js";
import { interactionShown, noteShown } from "./console-state.js";
import { stage } from "./state.js";
import { errorText, t } from "./wording.js";

/** The notes: one field that stands beside the call or the open chat and, when the call is over, in the wrap-up form. */
export class NoteEditor extends Component {
  /**
   * @param {{call: HTMLElement, wrapUp: HTMLElement}} places
   * @param {import("./component.js").Context} context
   */
  constructor(places, context) {
    super(h("div", { class: "field note" }), context);
    this.places = places;
    this.area = h("textarea", {
      id: "note", class: "input", maxlength: 10_000, rows: 6, "aria-describedby": "note-status", placeholder: t("note.placeholder"),
    });
    this.status = h("p", { id: "note-status", class: "hint", role: "status" });
    this.host.append(h("label", { for: "note" }, t("note.label")), this.area, this.status);
    this.listen(this.area, "input", () => context.notes.edit(this.area.value));
    this.watch(interactionShown, (interaction, state) => interaction !== null && context.notes.open(interaction, noteShown(state)));
    this.watch(noteShown, (stored, state) => {
      const interaction = interactionShown(state);
      if (interaction !== null) context.notes.open(interaction, stored);
    });
    this.watch(place, (where) => this.#moveTo(where));
    this.watch((state) => state.link, (link) => link === "open" && context.notes.retry());
    context.notes.watch(() => this.#render(), this.signal);
  }

  #render() {
    const { text, status, refusal } = this.context.notes;
    if (this.area.value !== text) this.area.value = text;
    this.host.dataset.status = status;
    setText(this.status, status === "refused" ? t("note.refused", { reason: errorText(refusal ?? "internal") }) : t(`note.${status}`));
  }

  /**
   * Moving an element takes the focus from it: the caret is put back where it was.
   * @param {"call" | "wrapUp" | null} where
   */
  #moveTo(where) {
    this.host.hidden = where === null;
    if (where === null || this.host.parentElement === this.places[where]) return;
    const { selectionStart, selectionEnd } = this.area;
    const hadFocus = document.activeElement === this.area;
    this.places[where].append(this.host);
    if (!hadFocus) return;
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(selectionStart, selectionEnd);
  }
}

/**
 * @param {import("./component.js").ConsoleState} state
 * @returns {"call" | "wrapUp" | null}
 */
function place(state) {
  if (interactionShown(state) === null) return null;
  return stage(state) === "wrapUp" && state.chats.open === null ? "wrapUp" : "call";
}
