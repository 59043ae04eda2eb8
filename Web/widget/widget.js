// The button for a host site: <script src="https://…/widget.js" data-entry-point="product-page" async></script>
// A classic script, so that one tag is enough. It adds one custom element and touches nothing else of the page.
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!script) return;
  const { entryPoint, useCase, variant, lang, label, identityUrl, target, color } = script.dataset;
  /** The only place this page sends an identity to, and the only one it listens to. */
  const service = new URL(script.src, location.href).origin;
  const tag = (lang ?? document.documentElement.lang ?? navigator.language).toLowerCase();
  const language = (tag || navigator.language.toLowerCase()).startsWith("fr") ? "fr" : "en";
  const words = {
    en: { label: "Talk to an adviser", opens: "opens in a new window" },
    fr: { label: "Parler à un conseiller", opens: "s’ouvre dans une nouvelle fenêtre" },
  }[language];

  /**
   * Who the host site says this is: `window.visavisIdentity` (a string, or a function that gives one), or what its own server answers
   * at `data-identity-url` (`{"identity": "…"}`). Without either the customer comes unknown.
   * @returns {Promise<string | undefined>}
   */
  async function identity() {
    const { visavisIdentity } = /** @type {{visavisIdentity?: string | (() => string | Promise<string>)}} */ (/** @type {unknown} */ (window));
    if (typeof visavisIdentity === "function") return visavisIdentity();
    if (visavisIdentity || !identityUrl) return visavisIdentity;
    const url = new URL(identityUrl, location.href);
    if (url.origin !== location.origin) return undefined;
    const response = await fetch(url, { credentials: "same-origin", headers: { accept: "application/json" } });
    return response.ok ? (await response.json()).identity : undefined;
  }

  function hasIdentity() {
    return Boolean(identityUrl || /** @type {{visavisIdentity?: unknown}} */ (/** @type {unknown} */ (window)).visavisIdentity);
  }

  function open() {
    const query = new URLSearchParams({ lang: language, page: location.origin + location.pathname });
    if (useCase) query.set("useCase", useCase);
    if (entryPoint) query.set("entryPoint", entryPoint);
    if (variant) query.set("variant", variant);
    if (hasIdentity()) query.set("identity", "1");
    // No `noopener`: the opened page asks its opener for the identity.
    const visit = window.open(`${service}/visit?${query}`, "visavis-visit");
    if (visit && hasIdentity()) answer(visit, identity().catch(() => undefined));
  }

  /**
   * Hands the identity to the window that was opened, when it asks.
   * @param {Window} visit
   * @param {Promise<string | undefined>} given
   */
  function answer(visit, given) {
    const done = new AbortController();
    addEventListener("message", async ({ origin, source, data }) => {
      if (origin !== service || source !== visit || data?.type !== "visavis.ready") return;
      done.abort();
      visit.postMessage({ type: "visavis.identity", identity: await given }, service);
    }, { signal: done.signal });
    setTimeout(() => done.abort(), 60_000);
  }

  /** A constructed sheet, which a strict CSP of the host allows; only the button's colour is the host's to choose. */
  function style() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { display: inline-block; }
      :host([floating]) { position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; }
      button {
        min-height: 48px; padding: 12px 20px; border: 0; border-radius: 24px; cursor: pointer;
        background: #1d58cf; color: #fff; font: 600 16px/1.25 system-ui, sans-serif;
        box-shadow: 0 2px 6px rgb(0 0 0 / 20%), 0 8px 24px rgb(0 0 0 / 18%);
      }
      button:hover { filter: brightness(0.92); }
      button:focus-visible { outline: 3px solid #fff; outline-offset: 0; box-shadow: 0 0 0 6px #1d58cf; }
      @media print { :host { display: none; } }
    `);
    const rule = sheet.cssRules[2];
    if (color && CSS.supports("color", color) && rule instanceof CSSStyleRule) rule.style.backgroundColor = color;
    return sheet;
  }

  /** Each tag makes its own element; a shadow root needs no registered class, so several tags do not get in each other's way. */
  function place() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label || words.label;
    button.setAttribute("aria-label", `${button.textContent} (${words.opens})`);
    button.addEventListener("click", open);
    const element = document.createElement("visavis-button");
    const root = element.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style()];
    root.append(button);
    const wanted = target ? document.querySelector(target) : null;
    element.toggleAttribute("floating", !wanted);
    (wanted ?? document.body).append(element);
  }

  if (document.body && (document.readyState !== "loading" || !target)) place();
  else document.addEventListener("DOMContentLoaded", place, { once: true });
})();
