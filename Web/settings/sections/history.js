import { fill, h } from "../../shared/dom.js";
import { formatDateTime } from "../../shared/i18n.js";
import { pageState } from "../../shared/page-state.js";
import { t } from "../messages.js";
import { partHead } from "../names.js";

/** @typedef {import("../plan").PlanVersion} PlanVersion */

/** Who published what and when; each version can be opened, looked at, and published again. */
export class HistoryPart {
  #api;
  #draft;
  #open;
  #host = h("div", {});

  /** @param {{api: import("../../shared/api.js").Api, draft: import("../draft.js").Draft, open: (version: number) => void}} options */
  constructor({ api, draft, open }) {
    this.#api = api;
    this.#draft = draft;
    this.#open = open;
  }

  render() {
    void this.#load();
    return [partHead(t("part_history"), t("historyText")), this.#host];
  }

  async #load() {
    fill(this.#host, pageState("loading", { title: t("loading") }));
    try {
      const { versions } = await this.#api.get("/api/routing/plan/versions");
      fill(this.#host, versions.length === 0 ? pageState("empty", { title: t("noVersions"), text: t("neverPublished") })
        : h("ol", { class: "versions" }, ...versions.map((/** @type {PlanVersion} */ version) => this.#row(version))));
    } catch {
      fill(this.#host, pageState("error", { title: t("versionsFailed"), action: { label: t("retry"), onclick: () => void this.#load() } }));
    }
  }

  /** @param {PlanVersion} version */
  #row({ version, publishedAt, publishedBy, note }) {
    const isCurrent = version === this.#draft.published.version;
    const isOpen = version === this.#draft.openedVersion;
    return h("li", { class: "version" },
      h("div", {}, h("strong", {}, t("versionN", { n: version })), " ",
        isCurrent && h("span", { class: "lamp", "data-tone": "ok" }, t("current")), isOpen && h("span", { class: "lamp", "data-tone": "hold" }, t("opened")),
        h("p", { class: "muted small" }, [formatDateTime(publishedAt), publishedBy].filter(Boolean).join(" · ")), note && h("p", {}, note)),
      !isCurrent && h("button", { class: "button", type: "button", "aria-label": t("openVersion", { n: version }), onclick: () => this.#open(version) }, t("openIt")));
  }
}
