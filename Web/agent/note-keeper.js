const pauseMs = 700;
const retryMs = 4_000;
const prefix = "visavis.note.";
const keepMs = 7 * 24 * 3_600_000;

/** @typedef {"empty" | "unsaved" | "saving" | "saved" | "waiting" | "refused"} NoteStatus */
/** @typedef {{code: string, retryAfterMs?: number}} Refusal */
/** @typedef {{text: string, stored: string | null}} Known  `stored`: what the server last told of itself */

/**
 * The note of one interaction. What is typed is kept in this browser until the server has acknowledged
 * exactly that text, so that neither a refresh nor a lost connection nor a full disk loses a word.
 */
export class NoteKeeper {
  text = "";
  /** @type {NoteStatus} */ status = "empty";
  /** @type {string | null} */ refusal = null;
  /** @type {string | null} */ interaction = null;

  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {Promise<void> | null} */ #saving = null;
  /** @type {Set<() => void>} */ #watchers = new Set();
  /** @type {(interaction: string, text: string) => Promise<void>} */ #save;
  /** @type {(error: unknown) => Refusal} */ #explain;
  /** @type {Storage} */ #storage;
  /** @type {Map<string, Known>} by interaction, of this page: the agent goes to and fro between several */
  #known = new Map();

  /**
   * @param {(interaction: string, text: string) => Promise<void>} save resolves once the server has stored it
   * @param {(error: unknown) => Refusal} explain
   * @param {Storage} storage
   */
  constructor(save, explain, storage) {
    this.#save = save;
    this.#explain = explain;
    this.#storage = storage;
    this.#forgetOld();
  }

  /**
   * Turns to an interaction. A draft that was never acknowledged wins over what the server has.
   * @param {string | null} interaction
   * @param {string | null} stored  null: not known
   */
  open(interaction, stored) {
    if (interaction === this.interaction) return this.#refresh(stored);
    this.#flush();
    this.interaction = interaction;
    const draft = interaction === null ? null : this.#draft(interaction);
    const known = interaction === null ? undefined : this.#known.get(interaction);
    // What the server says anew is a colleague's; what it says again is older than what was typed here.
    this.text = draft ?? (known !== undefined && (stored === null || stored === known.stored) ? known.text : stored) ?? "";
    if (interaction !== null) this.#known.set(interaction, { text: this.text, stored: stored ?? known?.stored ?? null });
    this.refusal = null;
    this.#become(draft !== null ? "unsaved" : this.text === "" ? "empty" : "saved");
    if (draft !== null) this.#schedule(0);
  }

  /**
   * The same interaction again: a customer who was sent on and came back may have a note of a colleague, and so may one about whom somebody was asked.
   * @param {string | null} stored
   */
  #refresh(stored) {
    const known = this.interaction === null ? undefined : this.#known.get(this.interaction);
    if (known !== undefined && stored === known.stored) return;
    if (known !== undefined && stored !== null) known.stored = stored;
    if (stored === null || stored === this.text || (this.status !== "saved" && this.status !== "empty")) return;
    this.text = stored;
    if (known !== undefined) known.text = stored;
    this.#become(stored === "" ? "empty" : "saved");
  }

  /** @param {string} text */
  edit(text) {
    if (this.interaction === null || text === this.text) return;
    this.text = text;
    const known = this.#known.get(this.interaction);
    if (known !== undefined) known.text = text;
    this.#storage.setItem(prefix + this.interaction, JSON.stringify({ at: Date.now(), text }));
    this.#become("unsaved");
    this.#schedule(pauseMs);
  }

  /**
   * The server stored the text by another way: the wrap-up form carries it.
   * @param {string} interaction
   */
  acknowledged(interaction) {
    this.#storage.removeItem(prefix + interaction);
    if (interaction !== this.interaction) return;
    clearTimeout(this.#timer);
    this.#become("saved");
  }

  /**
   * What is noted about an interaction; null: this page does not know.
   * @param {string} interaction
   */
  textOf(interaction) {
    return interaction === this.interaction ? this.text : this.#draft(interaction) ?? this.#known.get(interaction)?.text ?? null;
  }

  /**
   * Stores what is unsaved before the interaction is let go of.
   * @param {string} interaction
   * @returns {Promise<boolean>} whether the server has all that was typed
   */
  async saveNow(interaction) {
    const isOpen = interaction === this.interaction;
    const text = isOpen ? this.text : this.#draft(interaction);
    if (text === null || (isOpen && (this.status === "saved" || this.status === "empty"))) return true;
    if (isOpen) clearTimeout(this.#timer);
    try {
      await this.#save(interaction, text);
      this.#stored(interaction, text);
      return true;
    } catch (error) {
      if (interaction === this.interaction) this.#failed(this.#explain(error));
      return false;
    }
  }

  /** Tries at once, e.g. when the connection is back. */
  retry() {
    if (this.status === "waiting" || this.status === "unsaved") this.#schedule(0);
  }

  /**
   * @param {() => void} changed
   * @param {AbortSignal} signal
   */
  watch(changed, signal) {
    changed();
    this.#watchers.add(changed);
    signal.addEventListener("abort", () => this.#watchers.delete(changed), { once: true });
  }

  /** Sends what is unsaved before another interaction is opened; its draft stays until it is acknowledged. */
  #flush() {
    clearTimeout(this.#timer);
    const { interaction, text } = this;
    if (interaction === null || this.status === "saved" || this.status === "empty") return;
    this.#save(interaction, text).then(
      () => this.#storage.removeItem(prefix + interaction),
      () => undefined,
    );
  }

  /** @param {number} delay */
  #schedule(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#store(), delay);
  }

  async #store() {
    const { interaction, text } = this;
    if (interaction === null) return;
    if (this.#saving !== null) return this.#schedule(pauseMs);
    this.#become("saving");
    try {
      await (this.#saving = this.#save(interaction, text));
      this.#stored(interaction, text);
    } catch (error) {
      if (interaction === this.interaction) this.#failed(this.#explain(error));
    } finally {
      this.#saving = null;
    }
  }

  /**
   * @param {string} interaction
   * @param {string} text
   */
  #stored(interaction, text) {
    if (interaction === this.interaction && text !== this.text) return; // more was typed: a later save is scheduled
    this.#storage.removeItem(prefix + interaction);
    if (interaction === this.interaction) this.#become("saved");
  }

  /** @param {Refusal} refusal */
  #failed(refusal) {
    this.refusal = refusal.code;
    const isFinal = ["bad_request", "not_allowed", "not_found"].includes(refusal.code);
    this.#become(isFinal ? "refused" : "waiting");
    if (!isFinal) this.#schedule(Math.max(refusal.retryAfterMs ?? 0, retryMs));
  }

  /** @param {NoteStatus} status */
  #become(status) {
    this.status = status;
    for (const changed of this.#watchers) changed();
  }

  /** @param {string} interaction */
  #draft(interaction) {
    const kept = this.#storage.getItem(prefix + interaction);
    return kept === null ? null : parse(kept).text;
  }

  #forgetOld() {
    for (const key of Object.keys(this.#storage)) {
      if (key.startsWith(prefix) && Date.now() - parse(this.#storage.getItem(key) ?? "").at > keepMs) {
        this.#storage.removeItem(key);
      }
    }
  }
}

/**
 * @param {string} kept
 * @returns {{at: number, text: string | null}}
 */
function parse(kept) {
  try {
    const value = JSON.parse(kept);
    return { at: Number(value.at) || 0, text: typeof value.text === "string" ? value.text : null };
  } catch {
    return { at: 0, text: null };
  }
}
