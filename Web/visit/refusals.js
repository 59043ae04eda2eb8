import { t } from "./messages.js";
import { openingText } from "./opening.js";

/**
 * Why a visit does not begin.
 * @param {import("../client/error.js").SignalingError} refusal
 */
export function refusalText({ code, retryAfterMs, greeting }) {
  if (greeting !== undefined) return greeting;
  switch (code) {
    case "already_in_session": return t("alreadyInSession");
    case "not_available": return t("notAvailable");
    case "queue_full": return t("queueFull");
    case "medium_not_offered": return t("mediumNotOffered");
    case "queue_closed": return retryAfterMs > 0 ? t("queueClosed", { when: openingText(retryAfterMs) }) : t("queueClosedForLong");
    default: return callbackRefusal(code) ?? (retryAfterMs > 0 ? t("busy", { n: Math.ceil(retryAfterMs / 1000) }) : t("startFailed"));
  }
}

/**
 * Why no call back was agreed; null: for no reason of its own.
 * @param {string} code
 */
export function callbackRefusal(code) {
  switch (code) {
    case "bad_request": case "contact_unsupported": return t("contactWrong");
    case "rate_limited": return t("contactBusy");
    case "slot_taken": return t("slotTaken");
    default: return null;
  }
}
