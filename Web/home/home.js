// The first page: what this is, what to try, and whether the server is ready for it.

import { Api } from "../shared/api.js";
import { byId, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { language, localize, withLanguage } from "../shared/i18n.js";
import { t } from "./messages.js";

const checkMs = 10_000;
const status = byId("status", HTMLElement);

localize(t, "title");
for (const slot of document.querySelectorAll("[data-icon]")) {
  slot.append(icon(/** @type {import("../shared/icons.js").IconName} */ (/** @type {HTMLElement} */ (slot).dataset.icon)));
}
for (const id of ["visit", "agent", "embed"]) {
  const link = byId(id, HTMLAnchorElement);
  link.href = withLanguage(link.pathname);
}
const other = language === "en" ? "fr" : "en";
const link = byId("language", HTMLAnchorElement);
link.href = `?lang=${other}`;
link.lang = link.hreflang = other;
link.textContent = t("language");

setText(status, t("checking"));
void check();
setInterval(() => document.visibilityState === "visible" && void check(), checkMs);
void tellAboutDemo();

/** The server's own word on whether it can take calls; asked again while the page is looked at. */
async function check() {
  const answer = await fetch("/readyz", { cache: "no-store" }).catch(() => null);
  await answer?.text().catch(() => null); // an answer that is not read keeps its request open
  const state = answer === null ? "away" : answer.ok ? "ready" : "notReady";
  status.dataset.tone = { ready: "ok", notReady: "warn", away: "danger" }[state];
  setText(status, t(state));
}

async function tellAboutDemo() {
  const { demo, version } = await new Api().get("/api/config").catch(() => ({ demo: false, version: null }));
  byId("demo", HTMLElement).hidden = !demo;
  if (version) setText(byId("version", HTMLElement), t("version", { version: String(version) }));
}
