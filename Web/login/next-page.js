/**
 * Where to go after signing in: a page of this origin, or else the console. Anything that a browser would read
 * as another origin (`//host`, `/\host`, `javascript:`) is not followed.
 * @param {string} search
 * @param {string} origin
 * @returns {string}
 */
export function nextPage(search, origin) {
  const asked = new URLSearchParams(search).get("next") ?? "";
  if (!asked.startsWith("/")) return "/agent";
  try {
    const url = new URL(asked, origin);
    const isPage = url.origin === origin && !url.pathname.startsWith("//") && url.pathname !== "/login";
    return isPage ? url.pathname + url.search + url.hash : "/agent";
  } catch {
    return "/agent";
  }
}
