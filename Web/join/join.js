// A guest's page: the link's secret, a look at camera and sound, the call.

import "../call/define.js";
import { byId } from "../shared/dom.js";
import { localize } from "../shared/i18n.js";
import { takeInvite } from "./invite.js";
import { t } from "./messages.js";
import { JoinPage } from "./page.js";

const secret = takeInvite();
localize(t, "title");
const page = new JoinPage({ main: byId("main", HTMLElement), banner: byId("connection", HTMLElement) });
page.show(secret);
// Another link that is opened in this window changes nothing but what stands behind the #.
addEventListener("hashchange", () => {
  if (location.hash.length > 1) page.show(takeInvite());
});
