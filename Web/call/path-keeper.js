/** @typedef {import("./transport.js").Transport} Transport */
/** @typedef {{graceMs: number, betweenRestartsMs: number, rebuildAfterMs: number}} Patience */

/** The polite side waits a little longer, so that mostly only one of two browsers restarts. */
const direct = { graceMs: 2000, betweenRestartsMs: 6000, rebuildAfterMs: 20_000 };
const politeGraceMs = 3500;
/** The relay waits for nobody: a restart that does not help within seconds will not help. */
const relayed = { graceMs: 500, betweenRestartsMs: 2500, rebuildAfterMs: 5000 };
const firstConnectionMs = 12_000;

/**
 * How long a broken path is given, by the way the session's media goes.
 * @param {import("../client/protocol").Session} session
 * @param {boolean} wasConnected
 * @returns {Patience}
 */
export function patience({ media, polite }, wasConnected) {
  if (media === "relay") return wasConnected ? relayed : { ...relayed, rebuildAfterMs: firstConnectionMs };
  return polite ? { ...direct, graceMs: politeGraceMs } : direct;
}

/**
 * Keeps a path to the other side: restarts ICE when it broke or the network changed, and asks for a new peer
 * connection when restarts lead nowhere.
 */
export class PathKeeper {
  #transport;
  #patience;
  #restart;
  #rebuild;
  #mayRebuild;
  #restartedAt = -Infinity;
  #rebuiltAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #changed;

  /**
   * @param {{transport: () => Transport | null, patience: (transport: Transport) => Patience, restart: (transport: Transport) => void, rebuild: () => void,
   *   mayRebuild: () => boolean, signal: AbortSignal}} options
   *   `mayRebuild`: whether signaling works and the other side is there to answer
   */
  constructor({ transport, patience, restart, rebuild, mayRebuild, signal }) {
    this.#transport = transport;
    this.#patience = patience;
    this.#restart = restart;
    this.#rebuild = rebuild;
    this.#mayRebuild = mayRebuild;
    const timer = setInterval(() => this.#tick(), 500);
    signal.addEventListener("abort", () => (clearInterval(timer), clearTimeout(this.#changed)), { once: true });
    addEventListener("online", () => this.#networkChanged(), { signal });
    const { connection } = /** @type {{connection?: EventTarget}} */ (/** @type {unknown} */ (navigator));
    let kind = networkKind(connection);
    connection?.addEventListener("change", () => {
      if (networkKind(connection) !== kind) this.#networkChanged();
      kind = networkKind(connection);
    }, { signal });
  }

  #tick() {
    const transport = this.#transport();
    if (!transport || transport.media === "connected") return;
    const away = performance.now() - transport.awaySince;
    const { graceMs, rebuildAfterMs } = this.#patience(transport);
    if (away > rebuildAfterMs && performance.now() - this.#rebuiltAt > rebuildAfterMs && this.#mayRebuild()) {
      this.#rebuiltAt = performance.now();
      this.#rebuild();
    } else if (transport.wasConnected && away > graceMs) {
      this.#restartNow(transport);
    }
  }

  /** Several such events come with one change; the new network also needs a moment before it has an address. */
  #networkChanged() {
    clearTimeout(this.#changed);
    this.#changed = setTimeout(() => {
      const transport = this.#transport();
      if (transport?.wasConnected) this.#restartNow(transport);
    }, 500);
  }

  /** @param {Transport} transport */
  #restartNow(transport) {
    if (performance.now() - this.#restartedAt < this.#patience(transport).betweenRestartsMs) return;
    this.#restartedAt = performance.now();
    this.#restart(transport);
  }
}

/**
 * Wi-Fi, mobile…; where the browser tells. `change` also fires for mere estimates of speed.
 * @param {any} connection
 */
function networkKind(connection) {
  return connection?.type;
}
