import { locale } from "./i18n.js";

/**
 * A running clock: `0:07`, `12:34`, `1:02:03`.
 * @param {number} milliseconds
 * @returns {string}
 */
export function clockText(milliseconds) {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const seconds = String(total % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/**
 * A duration in words, in its largest unit: `40 sec`, `12 min`, `3 hr`.
 * @param {number} milliseconds
 * @returns {string}
 */
export function durationText(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return unit(seconds, "second");
  if (seconds < 3600) return unit(Math.round(seconds / 60), "minute");
  return unit(Math.round(seconds / 3600), "hour");
}

/**
 * Calls back at once and at each full second until the signal is aborted.
 * @param {() => void} callback
 * @param {AbortSignal} signal
 */
export function everySecond(callback, signal) {
  if (signal.aborted) return;
  callback();
  const timer = setInterval(callback, 1000);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}

/**
 * @param {number} value
 * @param {"second" | "minute" | "hour"} name
 */
function unit(value, name) {
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
}
