// A supervisor takes a call over in two pages of one tab: the live calls ask, the console connects and makes the change.

const wanted = "visavis.takeover";
const failed = "visavis.takeover.failed";

/** @param {string} session  to be taken over by the console that opens next in this tab */
export function askForTakeover(session) {
  sessionStorage.setItem(wanted, session);
}

/** The session that this tab is taking over, or null. It outlives a refresh. */
export function takeoverUnderWay() {
  return sessionStorage.getItem(wanted);
}

export function endTakeover() {
  sessionStorage.removeItem(wanted);
}

/** @param {string} code  why the takeover came to nothing; the live calls say it in words */
export function failTakeover(code) {
  endTakeover();
  sessionStorage.setItem(failed, code);
}

/** Why the last takeover came to nothing, told once. */
export function takeoverFailure() {
  const code = sessionStorage.getItem(failed);
  sessionStorage.removeItem(failed);
  return code;
}
