import { takeoverUnderWay } from "../shared/takeover.js";
import { sessionToCarry } from "./call-pane.js";
import { roleIn, worksOn } from "./consult.js";

/** @typedef {import("./model.js").Link} Link */

/**
 * Turns what the client tells into actions of the store.
 * @param {import("../client/index.js").VisavisClient} client
 * @param {import("./component.js").Context["store"]} store
 * @param {AbortSignal} signal
 * @param {() => void} signedOut
 */
export function feedStore(client, store, signal, signedOut) {
  const link = () => store.dispatch({ type: "link", link: linkOf(client.state) });
  client.on("state", link, { signal });
  for (const event of ["online", "offline"]) addEventListener(event, link, { signal });

  client.on("snapshot", (snapshot) => {
    if (!("agent" in snapshot)) return;
    const found = snapshot.session;
    const session = found !== null && worksOn(found) ? found : null;
    const taking = found !== null && roleIn(found) === "supervisor" && takeoverUnderWay() === found.id ? found : null;
    store.dispatch({ type: "snapshot", snapshot: { ...snapshot, session }, carried: sessionToCarry(session), taking });
  }, { signal });
  client.on("bye", ({ action, reason }) => {
    if (reason === "not_authenticated") signedOut();
    else if (action === "stop") store.dispatch({ type: "stopped", reason });
  }, { signal });
  client.on("agent", (agent) => store.dispatch({ type: "agent", agent }), { signal });
  client.on("offer", (offer) => store.dispatch({ type: "offer", offer }), { signal });
  client.on("offer.ended", ({ offer, result }) => store.dispatch({ type: "offerEnded", offer, result }), { signal });
  client.on("session", (session) => {
    const role = roleIn(session);
    const known = store.state.session?.id === session.id;
    if (worksOn(session) || (role === null && known)) store.dispatch({ type: "session", session });
    else if (store.state.taking?.id === session.id) store.dispatch({ type: "taking", session: session.state === "ended" ? null : session });
  }, { signal });
  client.on("consult", (ended) => store.dispatch({ type: "consultEnded", ended }), { signal });
  client.on("chat", (message) => store.dispatch({ type: "chat", message }), { signal });
  client.on("chat.history", ({ session, messages }) => store.dispatch({ type: "chatSoFar", session, messages }), { signal });
  client.on("wrapup", (wrapUp) => store.dispatch("deadline" in wrapUp
    ? { type: "wrapUp", wrapUp }
    : { type: "wrapUpFinished", interaction: wrapUp.interaction }), { signal });
  client.on("plan", (names) => store.dispatch({ type: "plan", names }), { signal });
  client.on("stats", (stats) => store.dispatch({ type: "stats", stats }), { signal });
}

/**
 * @param {import("../client/protocol").ClientState} state
 * @returns {Link}
 */
function linkOf(state) {
  if (state === "connected") return "open";
  if (state === "stopped" || state === "idle") return "stopped";
  if (!navigator.onLine) return "offline";
  return state === "reconnecting" ? "lost" : "connecting";
}
