// The smallest client: token → hello → visit.start → session.join → media.offer. See Sources/Signaling/PROTOCOL.md.
const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const callButton = byId("call"), hangUpButton = byId("hangup"), wire = byId("wire");

/** @type {WebSocket} */ let socket;
/** @type {MediaStream} */ let camera;
/** @type {any} the session as the server last told it */ let session = null;
/** @type {{connection: RTCPeerConnection, epoch: number, uses: {transceiver: RTCRtpTransceiver, send?: string, receive?: any}[], offer: number} | null} */ let peer = null;
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
    else if (message.ok?.sdp && message.id === peer?.offer) answered(message.ok.sdp);
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
  if (next.media !== "relay") return show("This server lets browsers talk directly: see /call/peer.js");
  const { epoch } = next.participants.find((/** @type {any} */ one) => one.id === next.self);
  if (!next.mine || epoch < 1) return;
  if (peer?.epoch !== epoch) openPeer(epoch);
  offerWhatIsMissing();
}

/** @param {number} epoch  §7: it names the peer connection with the relay */
function openPeer(epoch) {
  closePeer();
  const connection = new RTCPeerConnection({ iceServers: session.iceServers, bundlePolicy: "max-bundle" });
  peer = { connection, epoch, uses: [], offer: 0 };
  const remote = (byId("them").srcObject = new MediaStream());
  connection.ontrack = ({ track }) => remote.addTrack(track);
  connection.onconnectionstatechange = () => {
    const media = connection.connectionState === "connected" ? "connected" : connection.connectionState.match(/new|connecting/) ? "connecting" : "disconnected";
    send({ m: "session.report", a: lastSeq, p: { media } });
  };
  for (const track of camera.getTracks()) {
    const transceiver = connection.addTransceiver(track, { direction: "sendonly" });
    peer.uses.push({ transceiver, send: track.kind === "audio" ? "microphone" : "camera" });
  }
  send({ m: "session.media", a: lastSeq, p: { audio: true, video: true, screen: false } });
}

/** §7.2 and §7.3: one section for each feed that may be got; this side alone offers, and one offer at a time. */
async function offerWhatIsMissing() {
  if (!peer || peer.offer > 0) return;
  const now = peer, { connection, uses } = peer;
  const isMissing = (/** @type {any} */ feed) => !uses.some(({ receive }) => receive?.participant === feed.participant && receive.kind === feed.kind);
  const missing = session.feeds.filter(isMissing);
  for (const receive of missing) {
    uses.push({ transceiver: connection.addTransceiver(receive.kind === "microphone" ? "audio" : "video", { direction: "recvonly" }), receive });
  }
  if (missing.length === 0 && connection.remoteDescription) return;
  peer.offer = Infinity; // under way
  const offered = [...uses];
  await connection.setLocalDescription();
  const sections = offered.map(({ transceiver, send: kind, receive }) => ({ mid: transceiver.mid, send: kind, receive }));
  now.offer = lastId + 1;
  request("media.offer", { session: session.id, epoch: now.epoch, sdp: connection.localDescription?.sdp, sections });
}

/** @param {string} sdp */
async function answered(sdp) {
  if (!peer) return;
  await peer.connection.setRemoteDescription({ type: "answer", sdp });
  peer.offer = 0;
  offerWhatIsMissing(); // what came to the session meanwhile
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
