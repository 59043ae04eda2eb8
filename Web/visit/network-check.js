/**
 * How the pre-flight measures the way to the server.
 * @typedef {object} NetworkCheck
 * @property {() => "ready" | "waiting" | "away"} state
 * @property {() => Promise<void>} ask  one round trip
 * @property {(again: () => void, signal: AbortSignal) => void} onChange  calls back when measuring anew may tell something else
 */

/**
 * Over the socket that the visit uses.
 * @param {import("../client/index.js").VisavisClient} client
 * @returns {NetworkCheck}
 */
export function overSocket(client) {
  return {
    state: () => (client.state === "connected" ? "ready" : client.state === "reconnecting" ? "away" : "waiting"),
    ask: async () => void (await client.request("ping", {}, { timeoutMs: 5000 })),
    onChange: (again, signal) => void client.on("state", again, { signal }),
  };
}

/**
 * Over HTTP, for a page that does not connect before the person says so.
 * @param {import("../shared/api.js").Api} api
 * @returns {NetworkCheck}
 */
export function overHTTP(api) {
  return {
    state: () => (navigator.onLine ? "ready" : "away"),
    ask: async () => void (await api.get("/api/config")),
    onChange: (again, signal) => {
      for (const event of ["online", "offline"]) addEventListener(event, again, { signal });
    },
  };
}
