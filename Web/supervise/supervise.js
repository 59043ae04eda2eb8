// The supervisors' page: signs in, connects, and shows the live calls.

import "../call/define.js";
import { VisavisClient } from "../client/index.js";
import { Api } from "../shared/api.js";
import { byId } from "../shared/dom.js";
import { language, localize, withLanguage } from "../shared/i18n.js";
import { pageState } from "../shared/page-state.js";
import { maySupervise, showStaffBar } from "../shared/staff-bar.js";
import { t } from "./messages.js";
import { SupervisePage } from "./page.js";

const loginPath = "/login?next=/supervise";
const main = byId("main", HTMLElement);

localize(t, "title");
void open(new Api());

/** @param {Api} api */
async function open(api) {
  main.replaceChildren(pageState("loading", { title: t("loading") }));
  try {
    const [{ account }, { useCases }] = await Promise.all([api.get("/api/me"), api.get("/api/config")]);
    showStaffBar(byId("bar", HTMLElement), { account, page: "supervise", api });
    if (!maySupervise(account)) {
      main.replaceChildren(pageState("forbidden", { title: t("forbidden"), text: t("forbiddenText"), action: { label: t("signIn"), href: withLanguage(loginPath) } }));
      return;
    }
    const names = new Map(useCases.map((/** @type {{name: string, label: Record<string, string>}} */ { name, label }) => [name, label[language]]));
    const client = new VisavisClient({ fetchToken: async () => (await api.post("/api/token")).token });
    client.on("bye", ({ reason }) => reason === "not_authenticated" && location.replace(withLanguage(loginPath)));
    new SupervisePage({ main, banner: byId("banner", HTMLElement), client, queueName: (queue) => names.get(queue) ?? queue }).start();
  } catch (error) {
    const { code } = /** @type {{code?: string}} */ (error);
    if (code === "not_authenticated") return location.replace(withLanguage(loginPath));
    main.replaceChildren(pageState(code === "network" ? "offline" : "error", { title: t("loadFailed"), action: { label: t("retry"), onclick: () => void open(api) } }));
  }
}
