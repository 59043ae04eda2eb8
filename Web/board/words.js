import { locale } from "../shared/i18n.js";

/** @param {number} share  0…1 */
export function percent(share) {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** @param {number} value */
export function signed(value) {
  return new Intl.NumberFormat(locale, { signDisplay: "exceptZero" }).format(value);
}
