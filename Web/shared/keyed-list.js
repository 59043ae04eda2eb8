/**
 * @template T
 * @typedef {{element: HTMLElement, update: (item: T) => void}} Row
 */

/**
 * Rows that stay the same elements while what they tell changes, so that the focus stays where it is.
 * @template T
 */
export class KeyedList {
  #host;
  #key;
  #make;
  /** @type {Map<string, Row<T>>} */
  #rows = new Map();

  /** @param {{host: HTMLElement, key: (item: T) => string, make: (item: T) => Row<T>}} options */
  constructor({ host, key, make }) {
    this.#host = host;
    this.#key = key;
    this.#make = make;
  }

  /** @param {T[]} items */
  show(items) {
    const held = this.#focused();
    const kept = new Set(items.map(this.#key));
    for (const [key, { element }] of this.#rows) {
      if (kept.has(key)) continue;
      element.remove();
      this.#rows.delete(key);
    }
    items.forEach((item, index) => this.#place(item, index));
    if (held) restore(held, this.#host);
  }

  /**
   * @param {T} item
   * @param {number} index
   */
  #place(item, index) {
    const key = this.#key(item);
    let row = this.#rows.get(key);
    if (!row) this.#rows.set(key, (row = this.#make(item)));
    row.update(item);
    if (this.#host.children[index] !== row.element) this.#host.insertBefore(row.element, this.#host.children[index] ?? null);
  }

  /** Where the focus is, before rows move (which takes it from them) or go. */
  #focused() {
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement) || !this.#host.contains(activeElement)) return null;
    const index = [...this.#host.children].findIndex((row) => row.contains(activeElement));
    return { element: activeElement, index, role: activeElement.dataset.act };
  }
}

/**
 * Whoever works down a list by keyboard goes on with the row that took the place of the one that went; with none left, with the heading.
 * @param {{element: HTMLElement, index: number, role: string | undefined}} held
 * @param {HTMLElement} host
 */
function restore({ element, index, role }, host) {
  if (document.activeElement === element) return;
  if (host.contains(element)) return element.focus({ preventScroll: true });
  const row = host.children[Math.min(index, host.children.length - 1)];
  const next = (role === undefined ? null : row?.querySelector(`[data-act="${role}"]`)) ?? host.closest("section")?.querySelector("h2[tabindex]");
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
}
