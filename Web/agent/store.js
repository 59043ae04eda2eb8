/**
 * State, a reducer and those who watch.
 * @template S, A
 */
export class Store {
  /** @type {S} */ #state;
  /** @type {(state: S, action: A) => S} */ #reduce;
  /** @type {Set<(state: S) => void>} */ #watchers = new Set();

  /**
   * @param {(state: S, action: A) => S} reduce
   * @param {S} initial
   */
  constructor(reduce, initial) {
    this.#reduce = reduce;
    this.#state = initial;
  }

  get state() {
    return this.#state;
  }

  /** @param {A} action */
  dispatch(action) {
    const next = this.#reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    for (const watcher of [...this.#watchers]) {
      // A watcher may dispatch; the newer state was then already shown to everyone.
      if (this.#state !== next) return;
      watcher(next);
    }
  }

  /**
   * Calls `changed` now and whenever what `select` returns is another value.
   * @template T
   * @param {(state: S) => T} select
   * @param {(value: T, state: S) => void} changed
   * @param {AbortSignal} signal ends the watch
   */
  watch(select, changed, signal) {
    let last = select(this.#state);
    changed(last, this.#state);
    /** @param {S} state */
    const watcher = (state) => {
      const value = select(state);
      if (Object.is(value, last)) return;
      last = value;
      changed(value, state);
    };
    this.#watchers.add(watcher);
    signal.addEventListener("abort", () => this.#watchers.delete(watcher), { once: true });
  }
}
