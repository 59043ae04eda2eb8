import { fill, h } from "../shared/dom.js";
import { t } from "./messages.js";
import { placeText, problemText } from "./problems.js";

/** @typedef {import("./plan").Problem} Problem */

/** Everything that keeps the plan from being published, each with the way to its field. */
export class ProblemList {
  element = h("section", { class: "problem-list banner", "data-tone": "danger", "aria-labelledby": "problems-title", hidden: true });
  #draft;
  #go;
  #shown = "";

  /** @param {{draft: import("./draft.js").Draft, go: (problem: Problem) => void}} options */
  constructor({ draft, go }) {
    this.#draft = draft;
    this.#go = go;
  }

  show() {
    const { problems, plan } = this.#draft;
    const said = JSON.stringify(problems);
    if (said === this.#shown) return;
    this.#shown = said;
    this.element.hidden = problems.length === 0;
    fill(this.element, h("h2", { id: "problems-title" }, t("problems", { n: problems.length })),
      h("ul", {}, ...problems.map((problem) => h("li", {},
        h("button", { class: "problem-link", type: "button", onclick: () => this.#go(problem) }, placeText(problem.path, plan)), h("span", {}, ` ${problemText(problem)}`)))));
  }
}
