// The managers' settings: how customers are routed. One plan, changed as a draft, checked, and published as a whole.

import { byId } from "../shared/dom.js";
import { localize } from "../shared/i18n.js";
import { openPage, signInAddress } from "../shared/open-page.js";
import { pageState } from "../shared/page-state.js";
import { mayManage, showStaffBar } from "../shared/staff-bar.js";
import { Draft } from "./draft.js";
import { t } from "./messages.js";
import { SettingsPage } from "./settings-page.js";

const main = byId("main", HTMLElement);
const forbidden = () => pageState("forbidden", { title: t("forbidden"), text: t("forbiddenText"), action: { label: t("signIn"), href: signInAddress() } });

localize(t, "title");
void openPage({
  host: main,
  words: { loading: t("loading"), failed: t("loadFailed"), retry: t("retry") },
  refusals: { not_allowed: forbidden },
  async load({ api, account }) {
    showStaffBar(byId("bar", HTMLElement), { account, page: "settings", api });
    if (!mayManage(account)) return main.replaceChildren(forbidden());
    new SettingsPage({ main, api, draft: new Draft(await api.get("/api/routing/plan")) }).start();
  },
});
