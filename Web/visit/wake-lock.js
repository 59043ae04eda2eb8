/**
 * Keeps the screen on during a call. A hidden page loses the lock, so it is taken again when the page is back.
 * @param {AbortSignal} signal
 */
export function keepAwake(signal) {
  /** @type {{release: () => Promise<void>} | null} */
  let lock = null;
  const take = async () => {
    const { wakeLock } = /** @type {{wakeLock?: {request: (type: "screen") => Promise<{release: () => Promise<void>}>}}} */ (/** @type {unknown} */ (navigator));
    if (!wakeLock || document.visibilityState !== "visible" || signal.aborted) return;
    lock = await wakeLock.request("screen").catch(() => null);
    if (signal.aborted) void lock?.release();
  };
  document.addEventListener("visibilitychange", take, { signal });
  signal.addEventListener("abort", () => void lock?.release(), { once: true });
  void take();
}
