import { takeoverUnderWay } from "../shared/takeover.js";
import { sessionToCarry } from "./call-pane.js";
import { chatOf } from "./chats.js";
import { roleIn, worksOn } from "./consult.js";

/** @typedef {import("./model.js").Link} Link */

const remembered = "visavis.chat";

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
  /** @param {import("./chats.js").ChatsAction} action */
  const inChats = (action) => store.dispatch({ type: "chats", action });
  const looking = () => inChats({ type: "looking", isLookedAt: !document.hidden });
  document.addEventListener("visibilitychange", looking, { signal });
  looking();
  store.watch((state) => state.chats.open, (open, state) => state.agent !== null && rememberChat(open), signal);

  client.on("snapshot", (snapshot) => {
    if (!("agent" in snapshot)) return;
    const { session: found, chats = [], chatWrapUps = [] } = snapshot;
    const session = found !== null && worksOn(found) ? found : null;
    const taking = found !== null && roleIn(found) === "supervisor" && takeoverUnderWay() === found.id ? found : null;
    store.dispatch({ type: "snapshot", snapshot: { ...snapshot, session }, carried: sessionToCarry(session), taking });
    inChats({ type: "snapshot", chats, wrapUps: chatWrapUps, open: store.state.chats.open ?? rememberedChat() });
  }, { signal });
  client.on("bye", ({ action, reason }) => {
    if (reason === "not_authenticated") signedOut();
    else if (action === "stop") store.dispatch({ type: "stopped", reason });
  }, { signal });
  client.on("agent", (agent) => store.dispatch({ type: "agent", agent }), { signal });
  client.on("offer", (offer) => store.dispatch({ type: "offer", offer }), { signal });
  client.on("offer.ended", ({ offer, result }) => store.dispatch({ type: "offerEnded", offer, result }), { signal });
  client.on("session", (session) => {
    if (session.medium === "chat") return inChats({ type: "session", session });
    const role = roleIn(session);
    const known = store.state.session?.id === session.id;
    if (worksOn(session) || (role === null && known)) store.dispatch({ type: "session", session });
    else if (store.state.taking?.id === session.id) store.dispatch({ type: "taking", session: session.state === "ended" ? null : session });
  }, { signal });
  client.on("consult", (ended) => store.dispatch({ type: "consultEnded", ended }), { signal });
  client.on("chat", (message) => {
    if (message.session !== undefined && chatOf(store.state.chats, message.session) !== null) inChats({ type: "message", message });
    else if (message.session === store.state.session?.id) store.dispatch({ type: "chat", message });
  }, { signal });
  client.on("chat.history", ({ session, messages }) => {
    if (chatOf(store.state.chats, session) !== null) inChats({ type: "history", session, messages });
    else store.dispatch({ type: "chatSoFar", session, messages });
  }, { signal });
  client.on("wrapup", (wrapUp) => {
    if (!("deadline" in wrapUp)) store.dispatch({ type: "wrapUpFinished", interaction: wrapUp.interaction });
    else if (wrapUp.medium === "chat") inChats({ type: "wrapUp", wrapUp });
    else store.dispatch({ type: "wrapUp", wrapUp });
  }, { signal });
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

/** The chat that was open in this window before it was loaded again. */
function rememberedChat() {
  return sessionStorage.getItem(remembered);
}

/** @param {string | null} key */
function rememberChat(key) {
  if (key === null) sessionStorage.removeItem(remembered);
  else sessionStorage.setItem(remembered, key);
}
