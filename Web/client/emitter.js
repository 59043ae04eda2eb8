/**
 * Typed events: `Events` maps a name to what its listeners get.
 * @template {Record<keyof Events, any>} Events
 */
export class Emitter {
  /** @type {Map<keyof Events, Set<(value: any) => void>>} */
  #listeners = new Map();

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(value: Events[Name]) => void} listener
   * @param {{signal?: AbortSignal}} options  aborting the signal unsubscribes too
   * @returns {() => void} unsubscribes
   */
  on(name, listener, { signal } = {}) {
    if (signal?.aborted) return () => undefined;
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    const off = () => void set.delete(listener);
    signal?.addEventListener("abort", off, { once: true });
    return off;
  }

  /**
   * A listener that throws does not keep the others from hearing.
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {Events[Name]} value
   */
  emit(name, value) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        listener(value);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
