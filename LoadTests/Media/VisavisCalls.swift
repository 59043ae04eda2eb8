import Foundation
import Media

/// Calls through Visavis as people make them: a customer asks, an agent accepts, both join the session and offer to its relay.
final class VisavisCalls: MediaServer {
    private struct Session: Decodable {
        struct Participant: Decodable {
            let id: String
            let role: String
            let epoch: Int
        }
        let id: String
        let own: String
        let media: String
        let participants: [Participant]

        enum CodingKeys: String, CodingKey {
            case id, media, participants
            case own = "self"
        }

        var mine: Participant? { participants.first { $0.id == own } }
        var other: Participant? { participants.first { $0.id != own } }
    }
    private struct Joined: Decodable { let session: Session }
    private struct Answer: Decodable { let sdp: String }

    let name = "Visavis"
    let places = MediaPlaces.addresses
    var process: ChildProcess { server.process }
    private let server: ServerProcess
    private let loop: EventLoop
    private let tokens: Tokens
    private let useCase: String
    private let records: Bool
    private var connections: [HubConnection] = []
    private var pings = HubPings()

    /// - Parameters:
    ///   - calls: The most there will be; each needs an agent.
    ///   - records: Customers agree to being recorded.
    init(
        executable: String, web: String, calls: Int, records: Bool = false, wrapper: [String] = [], environment: [String: String] = [:],
        loop: EventLoop, folder: WorkFolder
    ) throws {
        self.loop = loop
        self.records = records
        let settings = [
            "VISAVIS_MEDIA_PATH": "relay", "VISAVIS_MEDIA_ADDRESSES": "127.0.0.1",
            "VISAVIS_RECORDING_PURPOSES": records ? "quality" : "none",
            "VISAVIS_RECORDING_MINIMUM_FREE_MB": "256", "VISAVIS_PING_SECONDS": "300",
        ]
        server = try ServerProcess(
            executable: executable, web: web, agents: calls, settings: settings.merging(environment) { $1 }, wrapper: wrapper,
            folder: folder)
        tokens = Tokens(port: server.port)
        do { useCase = try tokens.useCase() } catch {
            server.process.stop()
            throw server.process.explaining(error)
        }
    }

    func connect(_ first: MediaEndpoint, _ second: MediaEndpoint, over engine: MediaEngine) throws {
        let agent = try dialogue(token: tokens.agent(server.agents[connections.count / 2], password: server.password))
        let customer = try dialogue(token: tokens.visitors(1)[0])
        let call = try SessionPair(customer: customer, agent: agent, useCase: useCase, joins: false)
        try offer(first, by: customer, in: call.session, engine)
        try offer(second, by: agent, in: call.session, engine)
        if records { try customer.request("consent.set", #"{"session":"\#(call.session)","purpose":"quality","granted":true}"#) }
        for side in [customer, agent] {
            pings.add(side.connection)
            connections.append(side.connection)
        }
    }

    /// The size of all recordings; open ones, too.
    var recordedBytes: Int {
        let folder = server.data + "/recordings"
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return files.reduce(0) { sum, file in
            sum + ((try? FileManager.default.attributesOfItem(atPath: folder + "/" + file)[.size] as? Int) ?? 0)
        }
    }

    func keepAlive(at now: UInt64) { pings.send(at: now) }

    func stop() {
        for connection in connections { connection.cut() }
        server.process.stop()
    }

    private func dialogue(token: String) throws -> HubDialogue {
        let connection = HubConnection(loop: loop, target: server.target, maskKey: .random(in: .min ... .max))
        return try HubDialogue(attaching: connection, token: token, loop: loop)
    }

    /// One transport for everything: own microphone and camera, and those of the other one.
    private func offer(_ endpoint: MediaEndpoint, by dialogue: HubDialogue, in id: String, _ engine: MediaEngine) throws {
        let session = try dialogue.request("session.join", #"{"session":"\#(id)"}"#, as: Joined.self).session
        guard session.media == "relay", let mine = session.mine, let other = session.other else {
            throw LoadError("a session of two over the relay was expected")
        }
        let description = LocalDescription.relayed(endpoint, engine)
        let sdp = String(decoding: try JSONEncoder().encode(description.sdp), as: UTF8.self)
        let kinds = ["microphone", "camera"]
        let sending = kinds.enumerated().map { #"{"mid":"\#($0)","send":"\#($1)"}"# }
        let receiving = kinds.enumerated().map {
            #"{"mid":"\#($0 + kinds.count)","receive":{"participant":"\#(other.id)","kind":"\#($1)"}}"#
        }
        let sections = (sending + receiving).joined(separator: ",")
        let answer = try dialogue.request(
            "media.offer", #"{"session":"\#(id)","epoch":\#(mine.epoch),"sdp":\#(sdp),"sections":[\#(sections)]}"#, as: Answer.self)
        endpoint.connect(to: try RemoteDescription(answer.sdp), at: MediaTime(nanoseconds: Int64(Clock.now())))
        try dialogue.request("session.report", #"{"media":"connected"}"#)
    }
}

/// A `ping` on each connection as often as the hub asks, spread evenly.
struct HubPings {
    private static let ping = Array(#"{"m":"ping"}"#.utf8)

    private var connections: [HubConnection] = []
    private var next: UInt64 = 0
    private var cursor = 0

    mutating func add(_ connection: HubConnection) { connections.append(connection) }

    mutating func send(at now: UInt64) {
        guard now >= next, let first = connections.first else { return }
        connections[cursor % connections.count].client.send(Self.ping.span)
        cursor += 1
        // Twice as often as asked: the crowd grows meanwhile.
        next = now + UInt64(first.pingMilliseconds) * Clock.millisecond / UInt64(2 * connections.count)
    }
}
