// One interaction: what happened, and why it went to whom it went.

import { byId } from "../shared/dom.js";
import { localize, withLanguage } from "../shared/i18n.js";
import { openPage, signInAddress } from "../shared/open-page.js";
import { pageState } from "../shared/page-state.js";
import { showStaffBar } from "../shared/staff-bar.js";
import { showInteraction } from "./interaction-page.js";
import { t } from "./messages.js";
import { Names } from "./names.js";

const main = byId("main", HTMLElement);

localize(t, "title");
void openPage({
  host: main,
  words: { loading: t("loading"), failed: t("loadFailed"), retry: t("retry") },
  refusals: {
    not_allowed: () => pageState("forbidden", { title: t("forbidden"), text: t("forbiddenText"), action: { label: t("signIn"), href: signInAddress() } }),
    not_found: () => pageState("empty", { title: t("missingTitle"), text: t("missingText"), action: { label: t("toBoard"), href: withLanguage("/board") } }),
  },
  async load({ api, account, queues }) {
    showStaffBar(byId("bar", HTMLElement), { account, page: null, api });
    const [, , id = ""] = location.pathname.split("/");
    const detail = await api.get(`/api/interactions/${encodeURIComponent(decodeURIComponent(id))}`);
    // The plan only lends its titles: without it names do.
    const { plan } = await api.get("/api/routing/plan").catch(() => ({ plan: null }));
    showInteraction(main, detail, new Names({ plan, queues, detail }));
  },
});
