// A guest's page: the link's secret, a look at camera and sound, the call.

import "../call/define.js";
import { byId } from "../shared/dom.js";
import { localize } from "../shared/i18n.js";
import { t } from "./messages.js";
import { JoinPage } from "./page.js";

/**
 * The secret of the invite link. It leaves the address bar at once, so that nobody reads it there, in the history or in a shared screen;
 * it is kept in memory alone.
 */
function takeSecret() {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

const secret = takeSecret();
localize(t, "title");
const page = new JoinPage({ main: byId("main", HTMLElement), banner: byId("connection", HTMLElement) });
page.show(secret);
// Another link that is opened in this window changes nothing but what stands behind the #.
addEventListener("hashchange", () => {
  const another = takeSecret();
  if (another) page.show(another);
});
