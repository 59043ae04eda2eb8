// Signs an account in and goes on to the page that asked for it.

import { Api } from "../shared/api.js";
import { byId, setText } from "../shared/dom.js";
import { everySecond } from "../shared/duration.js";
import { language, localize, withLanguage } from "../shared/i18n.js";
import { t } from "./messages.js";
import { nextPage } from "./next-page.js";

const api = new Api();
const form = byId("form", HTMLFormElement);
const name = byId("name", HTMLInputElement);
const password = byId("password", HTMLInputElement);
const submit = byId("submit", HTMLButtonElement);
const show = byId("show", HTMLButtonElement);
const problem = byId("problem", HTMLElement);

/** The countdown of a back-off; replaced with each problem. */
let countdown = new AbortController();

localize(t, "pageTitle");
linkOtherPages();
form.addEventListener("submit", (event) => (event.preventDefault(), void signIn()));
show.setAttribute("aria-label", t("showPassword"));
show.addEventListener("click", togglePassword);
password.addEventListener("keydown", hintCapsLock);
password.addEventListener("keyup", hintCapsLock);
void greet();

function linkOtherPages() {
  const other = new URL(location.href);
  other.searchParams.set("lang", language === "en" ? "fr" : "en");
  const link = byId("language", HTMLAnchorElement);
  link.href = other.search;
  link.lang = link.hreflang = language === "en" ? "fr" : "en";
  link.textContent = t("language");
  byId("home", HTMLAnchorElement).href = withLanguage("/");
}

/** Who is signed in already goes on; in a demo we say where the accounts stand. */
async function greet() {
  api.get("/api/me").then(({ account }) => goOn(account), () => undefined);
  const { demo } = await api.get("/api/config").catch(() => ({ demo: false }));
  byId("demo", HTMLElement).hidden = !demo;
}

async function signIn() {
  if (submit.getAttribute("aria-disabled") === "true") return;
  tell(null);
  if (name.value.trim() === "" || password.value === "") {
    tell(t("missing"));
    return (name.value.trim() === "" ? name : password).focus();
  }
  submit.setAttribute("aria-disabled", "true");
  try {
    const { account } = await api.post("/api/login", { name: name.value.trim(), password: password.value });
    goOn(account);
  } catch (error) {
    submit.removeAttribute("aria-disabled");
    refused(/** @type {import("../shared/api.js").ApiError} */ (error));
  }
}

/** @param {import("../shared/api.js").ApiError} error */
function refused({ code, retryAfterMs }) {
  if (code === "login_backoff") return backOff(performance.now() + Math.max(retryAfterMs, 1_000));
  const isKnown = code === "bad_credentials" || code === "network" || code === "storage_unavailable";
  tell(isKnown ? t(code) : t("other", { code }));
  if (code !== "bad_credentials") return;
  for (const input of [name, password]) input.setAttribute("aria-invalid", "true");
  password.select();
}

/** @param {number} until by `performance.now()` */
function backOff(until) {
  submit.setAttribute("aria-disabled", "true");
  everySecond(() => {
    const n = Math.ceil((until - performance.now()) / 1000);
    if (n > 0) return display(t("login_backoff", { n }));
    tell(null);
  }, countdown.signal);
  problem.setAttribute("aria-live", "off"); // the first text is spoken; each second would be too much
}

/** @param {string | null} words */
function tell(words) {
  countdown.abort();
  countdown = new AbortController();
  problem.removeAttribute("aria-live");
  submit.removeAttribute("aria-disabled");
  for (const input of [name, password]) input.removeAttribute("aria-invalid");
  display(words ?? "");
}

/** @param {string} words */
function display(words) {
  problem.hidden = words === "";
  setText(problem, words);
}

function togglePassword() {
  const isShown = password.type === "password";
  password.type = isShown ? "text" : "password";
  show.setAttribute("aria-pressed", String(isShown));
  password.focus();
}

/** @param {KeyboardEvent} event */
function hintCapsLock(event) {
  setText(byId("caps", HTMLElement), event.getModifierState?.("CapsLock") ? t("caps") : "");
}

/** @param {{role: string}} account */
function goOn({ role }) {
  location.replace(withLanguage(nextPage(location.search, location.origin, role)));
}
