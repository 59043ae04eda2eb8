// The supervisors' live board: queues, agents and waiting customers, as they are now.

import { byId } from "../shared/dom.js";
import { localize } from "../shared/i18n.js";
import { openPage, signInAddress } from "../shared/open-page.js";
import { pageState } from "../shared/page-state.js";
import { showStaffBar } from "../shared/staff-bar.js";
import { BoardPage } from "./board-page.js";
import { t } from "./messages.js";

const main = byId("main", HTMLElement);

localize(t, "title");
void openPage({
  host: main,
  words: { loading: t("loading"), failed: t("loadFailed"), retry: t("retry") },
  refusals: {
    not_allowed: () => pageState("forbidden", { title: t("forbidden"), text: t("forbiddenText"), action: { label: t("signIn"), href: signInAddress() } }),
  },
  async load({ api, account }) {
    showStaffBar(byId("bar", HTMLElement), { account, page: "board", api });
    const board = await api.get("/api/routing/board");
    new BoardPage({ main, api }).start(board);
  },
});
