import Media

/// Calls through Janus's VideoCall plugin: one participant offers, and answers what Janus offers to the other one.
final class JanusCalls: MediaServer {
    private static let plugin = "janus.plugin.videocall"
    private static let keepAliveInterval = 25 * Clock.second

    let name = "Janus"
    let places = MediaPlaces.ports
    var process: ChildProcess { janus.process }
    private let janus: JanusMediaProcess
    private let dialogue: JanusDialogue
    private var nextKeepAlive = Clock.now()

    init(executable: String, wrapper: [String] = [], loop: EventLoop, folder: WorkFolder) throws {
        janus = try JanusMediaProcess(executable: executable, wrapper: wrapper, folder: folder)
        do { dialogue = try JanusDialogue(janus.target, loop: loop) } catch {
            janus.process.stop()
            throw janus.process.explaining(error)
        }
    }

    func connect(_ first: MediaEndpoint, _ second: MediaEndpoint, over engine: MediaEngine) throws {
        let (caller, callee) = (try register(first), try register(second))
        // Janus would answer `actpass` by being the DTLS client itself.
        let offer = description(of: first, engine, setup: "active", mids: ["0", "1"])
        try dialogue.send(#"{"request":"call","username":"\#(second.number)"}"#, description: ("offer", offer.sdp), from: caller)
        guard let incoming = try dialogue.event("incomingcall", at: callee).jsep else { throw LoadError("Janus offers nothing") }
        let offered = try RemoteDescription(incoming.sdp)

        let answer = description(of: second, engine, setup: "active", mids: offered.sections.map(\.mid))
        try dialogue.send(#"{"request":"accept"}"#, description: ("answer", answer.sdp), from: callee)
        guard let accepted = try dialogue.event("accepted", at: caller).jsep else { throw LoadError("Janus answers nothing") }
        _ = try dialogue.event("accepted", at: callee)

        let now = MediaTime(nanoseconds: Int64(Clock.now()))
        first.connect(to: try RemoteDescription(accepted.sdp), at: now)
        second.connect(to: offered, at: now)
    }

    func keepAlive(at now: UInt64) {
        guard now >= nextKeepAlive else { return }
        nextKeepAlive = now + Self.keepAliveInterval
        dialogue.keepAlive()
    }

    func stop() {
        dialogue.cut()
        janus.process.stop()
    }

    private func register(_ endpoint: MediaEndpoint) throws -> UInt64 {
        let handle = try dialogue.attach(to: Self.plugin)
        try dialogue.send(#"{"request":"register","username":"\#(endpoint.number)"}"#, from: handle)
        _ = try dialogue.event("registered", at: handle)
        return handle
    }

    /// Audio and video, both ways in each section.
    private func description(of endpoint: MediaEndpoint, _ engine: MediaEngine, setup: String, mids: [String]) -> LocalDescription {
        LocalDescription(
            credentials: endpoint.credentials, fingerprint: engine.fingerprint,
            address: endpoint.local, setup: setup,
            sections: zip(mids, MediaKind.allCases).map { mid, kind in
                .init(mid: mid, kind: kind, direction: .sendrecv, ssrc: endpoint.outgoing[kind.rawValue].ssrc)
            })
    }
}
