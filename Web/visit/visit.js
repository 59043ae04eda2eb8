import "../call/define.js";
import { VisavisClient } from "../client/index.js";
import { Api } from "../shared/api.js";
import { byId } from "../shared/dom.js";
import { localize } from "../shared/i18n.js";
import { pageState } from "../shared/page-state.js";
import { takeCallbackLink } from "./callback-link.js";
import { awaitIdentity } from "./identity.js";
import { t } from "./messages.js";
import { VisitPage } from "./page.js";
import { Visitor } from "./visitor.js";

/** Loads what the page needs before it can show anything, and says so when that fails. */
async function begin() {
  const main = byId("main", HTMLElement);
  main.replaceChildren(pageState("loading"));
  const query = new URLSearchParams(location.search);
  const api = new Api();
  try {
    const [config, identity] = await Promise.all([api.get("/api/config"), awaitIdentity(query)]);
    const visitor = new Visitor(api, identity, takeCallbackLink());
    const client = new VisavisClient({ fetchToken: () => visitor.token() });
    new VisitPage({ main, banner: byId("connection", HTMLElement), client, visitor, useCases: config.useCases, contacts: config.contacts, query }).start();
  } catch {
    const again = () => (done.abort(), void begin());
    const done = new AbortController();
    addEventListener("online", again, { once: true, signal: done.signal });
    main.replaceChildren(pageState(navigator.onLine ? "error" : "offline", { title: navigator.onLine ? t("loadError") : undefined, action: { label: t("reload"), onclick: again } }));
  }
}

localize(t, "title");
void begin();
