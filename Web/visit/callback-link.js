// The secret of a call back's letter, for this tab and this origin, as with the links of invites: a page that is loaded again still has it.

const kept = "visavis.callback";
const mark = "#callback=";

/** The secret behind `#callback=`, or the one that this tab came with; "" without one. It leaves the address bar at once. */
export function takeCallbackLink() {
  if (!location.hash.startsWith(mark)) return sessionStorage.getItem(kept) ?? "";
  const secret = decodeURIComponent(location.hash.slice(mark.length));
  sessionStorage.setItem(kept, secret);
  history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

export function forgetCallbackLink() {
  sessionStorage.removeItem(kept);
}
