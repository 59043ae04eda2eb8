// The secret of an invite link, for this tab and this origin: a page that is loaded again still has it, another tab does not.

const kept = "visavis.invite";

/**
 * The secret behind the `#`, or the one that this tab came with. It leaves the address bar at once, so that nobody reads it there,
 * in the history or on a shared screen; it is kept until the link is of no more use.
 */
export function takeInvite() {
  const secret = location.hash.slice(1);
  if (secret === "") return sessionStorage.getItem(kept) ?? "";
  sessionStorage.setItem(kept, secret);
  history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

export function forgetInvite() {
  sessionStorage.removeItem(kept);
}
