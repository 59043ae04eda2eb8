import { pageState } from "../shared/page-state.js";
import { Component } from "./component.js";
import { t } from "./wording.js";

/** The call is on in another window of the same agent. */
export class ElsewherePane extends Component {
  /**
   * @param {HTMLElement} host
   * @param {import("./component.js").Context} context
   */
  constructor(host, context) {
    super(host, context);
    host.append(pageState("empty", {
      title: t("elsewhere.title"),
      text: t("elsewhere.text"),
      action: { label: t("elsewhere.here"), onclick: () => context.commands.continueHere() },
    }));
  }
}
