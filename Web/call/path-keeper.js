/** @typedef {import("./peer.js").Peer} Peer */

const graceMs = 2000;
const politeGraceMs = 3500;
const betweenRestartsMs = 6000;
const rebuildAfterMs = 20_000;

/**
 * Keeps a path between the two sides: restarts ICE when it broke or the network changed, and asks for a new peer
 * connection when restarts lead nowhere. The polite side waits a little longer, so that mostly only one side restarts.
 */
export class PathKeeper {
  #peer;
  #restart;
  #rebuild;
  #mayRebuild;
  #polite;
  #restartedAt = -Infinity;
  #rebuiltAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #changed;

  /**
   * @param {{peer: () => Peer | null, polite: () => boolean, restart: (peer: Peer) => void, rebuild: () => void, mayRebuild: () => boolean, signal: AbortSignal}} options
   *   `mayRebuild`: whether signaling works and the other side is there to answer
   */
  constructor({ peer, polite, restart, rebuild, mayRebuild, signal }) {
    this.#peer = peer;
    this.#polite = polite;
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
    const peer = this.#peer();
    if (!peer || peer.media === "connected") return;
    const away = performance.now() - peer.awaySince;
    if (away > rebuildAfterMs && performance.now() - this.#rebuiltAt > rebuildAfterMs && this.#mayRebuild()) {
      this.#rebuiltAt = performance.now();
      this.#rebuild();
    } else if (peer.wasConnected && away > (this.#polite() ? politeGraceMs : graceMs)) {
      this.#restartNow(peer);
    }
  }

  /** Several such events come with one change; the new network also needs a moment before it has an address. */
  #networkChanged() {
    clearTimeout(this.#changed);
    this.#changed = setTimeout(() => {
      const peer = this.#peer();
      if (peer?.wasConnected) this.#restartNow(peer);
    }, 500);
  }

  /** @param {Peer} peer */
  #restartNow(peer) {
    if (performance.now() - this.#restartedAt < betweenRestartsMs) return;
    this.#restartedAt = performance.now();
    this.#restart(peer);
  }
}

/**
 * Wi-Fi, mobile…; where the browser tells. `change` also fires for mere estimates of speed.
 * @param {any} connection
 */
function networkKind(connection) {
  return connection?.type;
}
