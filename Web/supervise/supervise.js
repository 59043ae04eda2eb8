// The supervisors' page: signs in, connects, and shows the live calls.

import "../call/define.js";
import { VisavisClient } from "../client/index.js";
import { byId } from "../shared/dom.js";
import { localize } from "../shared/i18n.js";
import { openPage, signInAddress } from "../shared/open-page.js";
import { pageState } from "../shared/page-state.js";
import { maySupervise, showStaffBar } from "../shared/staff-bar.js";
import { t } from "./messages.js";
import { SupervisePage } from "./page.js";

const main = byId("main", HTMLElement);

localize(t, "title");
void openPage({
  host: main,
  words: { loading: t("loading"), failed: t("loadFailed"), retry: t("retry") },
  load({ api, account, queues }) {
    showStaffBar(byId("bar", HTMLElement), { account, page: "supervise", api });
    if (!maySupervise(account)) {
      main.replaceChildren(pageState("forbidden", { title: t("forbidden"), text: t("forbiddenText"), action: { label: t("signIn"), href: signInAddress() } }));
      return;
    }
    const client = new VisavisClient({ fetchToken: async () => (await api.post("/api/token")).token });
    client.on("bye", ({ reason }) => reason === "not_authenticated" && location.replace(signInAddress()));
    new SupervisePage({ main, banner: byId("banner", HTMLElement), client, queueName: (queue) => queues.get(queue) ?? queue }).start();
  },
});
