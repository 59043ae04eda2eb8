// The smallest client: token → hello → visit.start → session.join → perfect negotiation. See Sources/Signaling/PROTOCOL.md.
const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const callButton = byId("call"), hangUpButton = byId("hangup"), wire = byId("wire");

/** @type {WebSocket} */ let socket;
/** @type {MediaStream} */ let camera;
/** @type {any} the session as the server last told it */ let session = null;
/** @type {{connection: RTCPeerConnection, mine: number, theirs: number, sent: number, seen: number, offering: boolean} | null} */ let peer = null;
let lastId = 1, lastSeq = 0, joined = false;

callButton.onclick = async () => {
  callButton.disabled = true;
  camera = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  byId("you").srcObject = camera;
  // §1: a token opens one hello. The visitor is remembered by a cookie.
  const { token } = await post("/api/visitor", {});
  const { useCases } = await (await fetch("/api/config")).json();
  // §2: the first message is hello; its answer is the welcome.
  socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws`, "visavis.v1");
  socket.onopen = () => send({ id: 1, m: "hello", p: { token } });
  socket.onclose = () => show("Disconnected");
  socket.onmessage = ({ data }) => {
    log("←", data);
    const message = JSON.parse(data);
    if (message.id === 1) welcome(message.ok, useCases[0].name);
    else if (message.err) show(`${message.err.code}: ${message.err.message}`);
    else if (message.ok?.session) sessionChanged(message.ok.session);
    else if (message.t) pushed(message);
  };
};

hangUpButton.onclick = () => request("session.hangup", { session: session.id });

/** @param {any} ok @param {string} useCase */
function welcome({ pingMs, snapshot }, useCase) {
  setInterval(() => request("ping", {}), pingMs);
  if (snapshot?.session) sessionChanged(snapshot.session);
  else request("visit.start", { useCase, language: "en", entryPoint: "example" });
}

/** @param {any} message */
function pushed({ s, t, p }) {
  if (s !== undefined) lastSeq = s;
  if (t === "ticket") show(p.state === "waiting" ? `Waiting, place ${p.position}` : p.state);
  else if (t === "session") sessionChanged(p);
  else if (t === "signal") signalled(p);
  else if (t === "bye") show(`Bye: ${p.reason}`);
}

/** @param {any} next  §5 Session, whole, at each change */
function sessionChanged(next) {
  session = next;
  show(next.state);
  hangUpButton.disabled = next.state === "ended";
  if (next.state === "ended") return closePeer();
  if (!joined) {
    joined = true; // once: this page is to carry the media
    return request("session.join", { session: next.id });
  }
  const mine = next.participants.find((/** @type {any} */ one) => one.id === next.self)?.epoch;
  const theirs = next.participants.find((/** @type {any} */ one) => one.id !== next.self)?.epoch;
  // §6: a peer connection exists while both epochs are at least 1; when either grows it is replaced.
  if (next.mine && mine > 0 && theirs > 0 && (peer?.mine !== mine || peer?.theirs !== theirs)) openPeer(mine, theirs);
}

/** @param {number} mine @param {number} theirs */
function openPeer(mine, theirs) {
  closePeer();
  const connection = new RTCPeerConnection({ iceServers: session.iceServers, bundlePolicy: "max-bundle" });
  /** @type {NonNullable<typeof peer>} */
  const now = (peer = { connection, mine, theirs, sent: 0, seen: 0, offering: false });
  const remote = (byId("them").srcObject = new MediaStream());
  connection.ontrack = ({ track }) => remote.addTrack(track);
  connection.onicecandidate = ({ candidate }) => signal({ candidate });
  connection.onconnectionstatechange = () => {
    const media = connection.connectionState === "connected" ? "connected" : connection.connectionState.match(/new|connecting/) ? "connecting" : "disconnected";
    send({ m: "session.report", a: lastSeq, p: { media } });
  };
  connection.onnegotiationneeded = async () => {
    now.offering = true;
    await connection.setLocalDescription();
    signal({ description: connection.localDescription });
    now.offering = false;
  };
  // The impolite side, the agent, offers first; the customer puts its tracks into the sections of that offer (signalled below).
  if (!session.polite) camera.getTracks().forEach((track) => connection.addTrack(track, camera));
  send({ m: "session.media", a: lastSeq, p: { audio: true, video: true, screen: false } });
}

/** @param {any} p  {session, mine, theirs, n, description | candidate} */
async function signalled({ mine, theirs, n, description, candidate }) {
  if (!peer || mine !== peer.theirs || theirs !== peer.mine || n <= peer.seen) return; // of a former peer connection, or twice
  peer.seen = n;
  const { connection } = peer;
  if (description) {
    const collides = description.type === "offer" && (peer.offering || connection.signalingState !== "stable");
    if (collides && !session.polite) return;
    await connection.setRemoteDescription(description);
    if (description.type !== "offer") return;
    for (const track of camera.getTracks()) if (!connection.getSenders().some((sender) => sender.track === track)) connection.addTrack(track, camera);
    await connection.setLocalDescription();
    signal({ description: connection.localDescription });
  } else {
    await connection.addIceCandidate(candidate ?? undefined).catch(() => undefined); // of an offer that was ignored
  }
}

/** @param {object} content */
function signal(content) {
  if (peer) send({ m: "signal", a: lastSeq, p: { session: session.id, mine: peer.mine, theirs: peer.theirs, n: ++peer.sent, ...content } });
}

function closePeer() {
  peer?.connection.close();
  peer = null;
}

/** @param {string} m @param {object} p */
function request(m, p) {
  send({ id: ++lastId, m, a: lastSeq, p });
}

/** @param {object} message */
function send(message) {
  const text = JSON.stringify(message);
  log("→", text);
  if (socket.readyState === WebSocket.OPEN) socket.send(text);
}

/** @param {string} path @param {object} body */
async function post(path, body) {
  const response = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return response.json();
}

/** @param {string} text */
function show(text) {
  byId("state").textContent = text;
}

/** @param {string} arrow @param {string} text */
function log(arrow, text) {
  wire.append(`${arrow} ${text.replace(/"(token|secret|credential|sdp)":"[^"]*"/g, '"$1":"…"')}\n`);
  wire.scrollTop = wire.scrollHeight;
}
