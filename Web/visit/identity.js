const patienceMs = 1500;

/**
 * The identity a host site gives its own customer. The widget that opened this page sends it when this page says it is ready;
 * the server checks it, so any opener may offer one, and only the server decides what it is worth.
 * @param {URLSearchParams} query
 * @returns {Promise<string | undefined>}
 */
export function awaitIdentity(query) {
  const opener = /** @type {Window | null} */ (window.opener);
  if (query.get("identity") !== "1" || !opener) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const done = new AbortController();
    const timer = setTimeout(() => finish(undefined), patienceMs);
    /** @param {string | undefined} identity */
    const finish = (identity) => {
      clearTimeout(timer);
      done.abort();
      resolve(identity);
    };
    addEventListener("message", ({ data, source }) => {
      if (source !== opener || data?.type !== "visavis.identity") return;
      finish(typeof data.identity === "string" ? data.identity : undefined);
    }, { signal: done.signal });
    // Says nothing but that it listens; the opener's origin is not known here.
    opener.postMessage({ type: "visavis.ready" }, "*");
  });
}
