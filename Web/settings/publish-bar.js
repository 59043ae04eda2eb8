import { ask } from "../shared/dialog.js";
import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { formatDateTime } from "../shared/i18n.js";
import { toast } from "../shared/toast.js";
import { t } from "./messages.js";

/** @typedef {import("./plan").PlanVersion} PlanVersion */

/** What was changed, and the ways on: check it, publish it, or take it back. */
export class PublishBar {
  /** At the top: an older version is open, or somebody else was faster. */
  notice = h("div", { class: "banner", "data-tone": "warn", role: "status", hidden: true });
  element;
  #api;
  #draft;
  #checked;
  #restarted;
  #state = h("p", { class: "publish-state", role: "status" });
  #check = h("button", { class: "button", type: "button", onclick: () => void this.#look() }, t("check"));
  #publish = h("button", { class: "button", "data-kind": "primary", type: "button", onclick: () => void this.#askToPublish() }, t("publish"));
  #discard = h("button", { class: "button", "data-kind": "quiet", type: "button", onclick: () => void this.#askToDiscard() }, t("discard"));
  /** @type {PlanVersion | null} */
  #newer = null;
  #isBusy = false;

  /** @param {{api: import("../shared/api.js").Api, draft: import("./draft.js").Draft, checked: () => void, restarted: () => void}} options */
  constructor({ api, draft, checked, restarted }) {
    this.#api = api;
    this.#draft = draft;
    this.#checked = checked;
    this.#restarted = restarted;
    this.element = h("footer", { class: "publish-bar", "aria-label": t("publishing") }, this.#state, this.#discard, this.#check, this.#publish);
  }

  show() {
    const { changedParts, published, isChanged, openedVersion } = this.#draft;
    const { version, publishedAt, publishedBy } = published;
    const base = version === 0 ? t("neverPublished") : [t("versionN", { n: version }), publishedAt !== null && formatDateTime(publishedAt), publishedBy].filter(Boolean).join(" · ");
    setText(this.#state, isChanged ? t("changedParts", { parts: changedParts.map((part) => t(`part_${part}`)).join(", ") }) : base);
    this.#discard.hidden = !isChanged && openedVersion === null;
    setAttribute(this.#publish, "aria-disabled", isChanged ? null : "true");
    this.#showNotice();
  }

  /** @param {unknown} error */
  fail(error) {
    const { code, message } = /** @type {{code?: string, message?: string}} */ (error);
    toast(code === "network" ? t("offline") : code === "not_allowed" ? t("notAllowed") : t("failed", { code: code ?? String(message) }), "danger");
  }

  #showNotice() {
    const { openedVersion } = this.#draft;
    this.notice.hidden = this.#newer === null && openedVersion === null;
    if (this.#newer !== null) {
      const { version, publishedAt, publishedBy } = this.#newer;
      return fill(this.notice, h("p", {}, t("overtaken", { who: publishedBy ?? t("somebody"), n: version, when: formatDateTime(publishedAt) })),
        h("div", { class: "row" },
          h("button", { class: "button", type: "button", onclick: () => void this.#busy(() => this.#reload()) }, t("reloadPlan")),
          h("button", { class: "button", type: "button", onclick: () => void this.#keepMine(version) }, t("keepMine"))));
    }
    return openedVersion === null ? undefined : fill(this.notice, h("p", {}, t("openedNotice", { n: openedVersion })));
  }

  /** What the server says about the plan as it is written. */
  async #look() {
    await this.#busy(async () => {
      const { problems } = await this.#api.post("/api/routing/plan/check", { plan: this.#draft.plan });
      this.#draft.problems = problems;
      this.#checked();
      if (problems.length === 0) toast(t("checkedFine"), "ok");
    });
  }

  async #askToPublish() {
    if (!this.#draft.isChanged) return toast(t("nothingChanged"));
    const note = h("textarea", { class: "input", id: "publish-note", rows: 3, maxlength: 300, autofocus: true });
    const content = h("div", { class: "field" }, h("label", { for: "publish-note" }, t("note")), note, h("p", { class: "hint" }, t("noteHint")));
    const text = t("publishText", { parts: this.#draft.changedParts.map((part) => t(`part_${part}`)).join(", ") });
    if (await ask({ title: t("publishTitle"), text, yes: t("publish"), no: t("cancel"), content })) await this.#busy(() => this.#send(note.value.trim()));
    return undefined;
  }

  /** @param {string} note */
  async #send(note) {
    const { plan, basedOn } = this.#draft;
    try {
      const { version } = await this.#api.put("/api/routing/plan", { plan, basedOn, ...(note === "" ? {} : { note }) });
      toast(t("published", { n: version }), "ok");
      await this.#reload();
    } catch (error) {
      const { code, details } = /** @type {import("../shared/api.js").ApiError} */ (error);
      if (code === "plan_invalid" && Array.isArray(details?.problems)) {
        this.#draft.problems = details.problems;
        return this.#checked();
      }
      if (code !== "plan_changed") throw error;
      const { versions } = await this.#api.get("/api/routing/plan/versions");
      this.#newer = versions[0] ?? null;
      this.show();
      this.notice.scrollIntoView({ block: "center" });
    }
    return undefined;
  }

  /** @param {number} version */
  async #keepMine(version) {
    if (!(await ask({ title: t("keepMine"), text: t("keepMineText", { n: version }), yes: t("keepMine"), no: t("cancel"), kind: "danger" }))) return;
    await this.#busy(async () => {
      const newer = await this.#api.get("/api/routing/plan");
      this.#newer = null;
      this.#draft.rebase(newer);
    });
  }

  async #askToDiscard() {
    if (this.#draft.isChanged && !(await ask({ title: t("discardTitle"), text: t("discardText"), yes: t("discard"), no: t("cancel"), kind: "danger" }))) return;
    await this.#busy(() => this.#reload());
  }

  async #reload() {
    const published = await this.#api.get("/api/routing/plan");
    this.#newer = null;
    this.#draft.restart(published);
    this.#restarted();
  }

  /** @param {() => Promise<void>} work */
  async #busy(work) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.element.setAttribute("aria-busy", "true");
    await work().catch((error) => this.fail(error));
    this.element.removeAttribute("aria-busy");
    this.#isBusy = false;
  }
}
