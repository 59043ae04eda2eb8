import { t } from "./messages.js";

/** @typedef {import("./api").Detail} Detail */
/** @typedef {"talk" | "hold" | "consult" | "reconnect" | "wrap" | "paused" | "gap" | "chat" | "event"} EntryKind */
/** @typedef {{kind: EntryKind, fromMs: number, toMs: number | null, words: string}} Entry  `toMs` is null for what happens at one moment */
/** @typedef {{name: string, spans: Entry[]}} Lane */

const segmentKinds = /** @type {const} */ (["hold", "consult", "reconnect", "wrap"]);
/** Holds and pauses are spans, and what was written stands among the messages. */
const toldElsewhere = ["hold_started", "hold_ended", "chat"];
const events = /** @type {const} */ (["joined", "left", "supervisor_joined", "supervisor_left", "overflow"]);
const pauseReasons = /** @type {const} */ ({ agent: "pausedAgent", api: "pausedApi", consent: "pausedConsent", hold: "pausedHold" });

/**
 * What happened in the recording beside talk, in the order of time: what is drawn on the timeline stands here in words too.
 * @param {Detail} detail
 * @returns {Entry[]}
 */
export function entriesOf(detail) {
  const { index, segments, chat } = detail;
  /** @type {Entry[]} */
  const entries = [
    ...index.pauses.map(({ fromMs, toMs, reason }) => ({ kind: /** @type {const} */ ("paused"), fromMs, toMs, words: pauseWords(reason) })),
    ...index.gaps.filter((gap) => isGap(detail, gap)).map(({ fromMs, toMs, participant, kind }) => ({
      kind: /** @type {const} */ ("gap"), fromMs, toMs, words: participant ? t("gapText", { what: trackName(detail, participant, kind) }) : t("gapAll"),
    })),
    ...segments.flatMap(({ kind, fromMs, toMs }) => {
      const known = segmentKinds.find((one) => one === kind);
      return known ? [{ kind: known, fromMs, toMs: toMs ?? index.durationMs, words: t(known) }] : [];
    }),
    ...index.events.flatMap((event) => eventEntry(detail, event)),
    ...chat.map(({ atMs, role, name, text }) => ({ kind: /** @type {const} */ ("chat"), fromMs: atMs, toMs: null, words: `${name ?? roleName(role)}: ${text}` })),
  ];
  return entries.filter(({ fromMs, toMs }) => fromMs <= index.durationMs && (toMs ?? fromMs) >= 0).sort((one, other) => one.fromMs - other.fromMs);
}

/**
 * What is listed in words: a hold is one thing that happened, though it is a part of the call and a pause of the recording.
 * @param {Detail} detail
 * @returns {Entry[]}
 */
export function happenings(detail) {
  const entries = entriesOf(detail);
  const holds = entries.filter(({ kind }) => kind === "hold");
  const isHold = (/** @type {Entry} */ { kind, fromMs, toMs, words }) => kind === "paused" && words === t("pausedHold")
    && holds.some((hold) => fromMs < (hold.toMs ?? Infinity) && hold.fromMs < (toMs ?? Infinity));
  return entries.filter((entry) => entry.kind !== "chat" && !isHold(entry));
}

/**
 * One lane for each who spoke.
 * @param {Detail} detail
 * @returns {Lane[]}
 */
export function talkLanes({ index }) {
  return index.talk.map(({ name, role, spans = [] }) => ({
    name: name ?? roleName(role), spans: spans.map(([fromMs, toMs]) => ({ kind: /** @type {const} */ ("talk"), fromMs, toMs, words: t("talk") })),
  }));
}

/**
 * Why nothing is recorded at a position, or null.
 * @param {Detail} detail
 * @param {number} positionMs
 */
export function pauseAt({ index }, positionMs) {
  const pause = index.pauses.find(({ fromMs, toMs }) => positionMs >= fromMs && positionMs < toMs);
  return pause ? pauseWords(pause.reason) : null;
}

/** @param {string} role */
export function roleName(role) {
  const known = /** @type {const} */ (["customer", "agent", "guest", "supervisor", "consulted"]).find((one) => one === role);
  return known ? t(`role_${known}`) : role;
}

/** @param {string} reason */
function pauseWords(reason) {
  return reason in pauseReasons ? t(pauseReasons[/** @type {keyof typeof pauseReasons} */ (reason)]) : t("pausedOther", { reason });
}

/**
 * Before a screen is shared and after a person has left nothing is missing: a gap is within what one of the files covers.
 * @param {Detail} detail
 * @param {Detail["index"]["gaps"][number]} gap
 */
function isGap({ files }, { participant, kind, fromMs, toMs }) {
  const file = files.find((one) => one.participant === participant && one.kind === kind);
  return kind !== "screen" && kind !== "camera" || (file !== undefined && fromMs >= file.startMs && toMs <= file.startMs + file.durationMs);
}

/**
 * @param {Detail} detail
 * @param {Detail["index"]["events"][number]} event
 * @returns {Entry[]}
 */
function eventEntry(detail, { atMs, kind, participant, detail: more = "" }) {
  if (toldElsewhere.includes(kind)) return [];
  const name = participant === undefined ? "" : personName(detail, participant);
  return [{ kind: "event", fromMs: atMs, toMs: null, words: eventWords(kind, name, more) }];
}

/**
 * @param {string} kind
 * @param {string} name
 * @param {string} more  a purpose, a device, a name…
 */
function eventWords(kind, name, more) {
  if (kind === "transferred") return t("event_transferred", { name: more || name || t("unknownPerson") });
  const known = events.find((one) => one === kind);
  if (known) return t(`event_${known}`, { name });
  if (kind === "consent_given" || kind === "consent_withdrawn" || kind === "consent_refused") return t(`event_${kind}`, { name, purpose: more === "quality" || more === "evidence" ? t(more) : more });
  if ((kind === "muted" || kind === "unmuted") && (more === "microphone" || more === "camera" || more === "screen")) return t(`event_${kind}_${more}`, { name });
  return t("event_other", { kind, detail: more });
}

/**
 * @param {Detail} detail
 * @param {string} participant
 * @param {string | undefined} kind
 */
function trackName(detail, participant, kind) {
  const name = personName(detail, participant);
  return kind === "camera" || kind === "screen" || kind === "microphone" ? t(`${kind}Of`, { name }) : name;
}

/**
 * @param {Detail} detail
 * @param {string} participant
 */
function personName({ files, index }, participant) {
  const known = [...files, ...index.talk].find((one) => one.participant === participant);
  return known ? known.name ?? roleName(known.role) : t("unknownPerson");
}
