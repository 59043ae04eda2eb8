const supervising = ["supervisor", "manager"];

/**
 * Where to go after signing in: the page of this origin that asked for it, or else where the account's work is. Anything that a browser
 * would read as another origin (`//host`, `/\host`, `javascript:`) is not followed.
 * @param {string} search
 * @param {string} origin
 * @param {string} role  of the account
 * @returns {string}
 */
export function nextPage(search, origin, role) {
  const home = supervising.includes(role) ? "/supervise" : "/agent";
  const asked = new URLSearchParams(search).get("next") ?? "";
  if (!asked.startsWith("/")) return home;
  try {
    const url = new URL(asked, origin);
    const isPage = url.origin === origin && !url.pathname.startsWith("//") && url.pathname !== "/login";
    return isPage ? url.pathname + url.search + url.hash : home;
  } catch {
    return home;
  }
}
