import { byId } from "../shared/dom.js";
import { withLanguage } from "../shared/i18n.js";
import { openPage, signInAddress } from "../shared/open-page.js";
import { pageState } from "../shared/page-state.js";
import { showStaffBar } from "../shared/staff-bar.js";
import { t } from "./messages.js";

/**
 * Opens a page about recordings: not everyone may see them, and not each of them is there.
 * @param {(opened: import("../shared/open-page.js").Opened, main: HTMLElement) => Promise<void>} load
 */
export function open(load) {
  const main = byId("main", HTMLElement);
  return openPage({
    host: main,
    words: { loading: t("loading"), failed: t("loadFailed"), retry: t("retry") },
    refusals: {
      not_allowed: () => pageState("forbidden", { title: t("forbidden"), text: t("forbiddenText"), action: { label: t("signIn"), href: signInAddress() } }),
      not_found: () => pageState("empty", { title: t("missingTitle"), text: t("missingText"), action: { label: t("toList"), href: withLanguage("/recordings") } }),
    },
    load(opened) {
      showStaffBar(byId("bar", HTMLElement), { account: opened.account, page: "recordings", api: opened.api });
      return load(opened, main);
    },
  });
}
