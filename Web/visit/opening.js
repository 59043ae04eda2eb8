import { language } from "../shared/i18n.js";

/**
 * When something will be, on the customer's own clock: the day only when it is another one.
 * @param {number} inMs  from now
 */
export function openingText(inMs) {
  const opening = new Date(Date.now() + inMs);
  const isToday = opening.toDateString() === new Date().toDateString();
  const near = inMs < 6 * 86_400_000;
  const day = isToday ? {} : near ? { weekday: /** @type {const} */ ("long") } : { day: /** @type {const} */ ("numeric"), month: /** @type {const} */ ("long") };
  return new Intl.DateTimeFormat(language, { ...day, hour: "2-digit", minute: "2-digit" }).format(opening);
}
