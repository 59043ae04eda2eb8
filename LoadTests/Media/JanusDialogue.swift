import Foundation

/// Requests to Janus over its WebSocket API, one at a time, and the events that answer them.
final class JanusDialogue: WebSocketDelegate {
    struct Message: Decodable {
        struct Created: Decodable { let id: UInt64 }
        struct Plugin: Decodable { let data: Content }
        struct Content: Decodable {
            struct Result: Decodable { let event: String? }
            let result: Result?
            let error: String?
        }
        struct Description: Decodable { let sdp: String }
        struct Failure: Decodable { let reason: String }

        let janus: String
        let transaction: String?
        let sender: UInt64?
        let data: Created?
        let plugindata: Plugin?
        let jsep: Description?
        let error: Failure?
    }

    private let client: WebSocketClient
    private let loop: EventLoop
    private var inbox: [Message] = []
    private var isOpen = false
    private var nextTransaction = 1
    private var session: UInt64 = 0

    init(_ target: WebSocketTarget, loop: EventLoop) throws {
        self.loop = loop
        client = WebSocketClient(loop: loop, target: target, maskKey: .random(in: .min ... .max))
        client.delegate = self
        try client.open()
        try loop.run("connecting to Janus", timeout: 10, until: { isOpen })
        session = try create(#""janus":"create""#)
    }

    func opened(_ client: WebSocketClient) { isOpen = true }

    func received(_ message: Span<UInt8>, on client: WebSocketClient) {
        do {
            let message = try JSONDecoder().decode(Message.self, from: Data(Array(bytes: message)))
            if message.janus == "error" { return loop.fail(LoadError("Janus refused: \(message.error?.reason ?? "?")")) }
            // Told about transports: `webrtcup`, `media`, `slowlink`; and `ack`, which only says that an event will follow.
            if ["success", "event"].contains(message.janus) { inbox.append(message) }
        } catch {
            loop.fail(LoadError("not what Janus should say: \(message.shown)"))
        }
    }

    /// A handle of the plugin: one participant.
    func attach(to plugin: String) throws -> UInt64 { try create(#""janus":"attach","plugin":"\#(plugin)","session_id":\#(session)"#) }

    /// Sends a message to the plugin. - Parameter body: JSON. - Parameter description: Type and text of an SDP.
    func send(_ body: String, description: (type: String, sdp: String)? = nil, from handle: UInt64) throws {
        var fields = #""janus":"message","session_id":\#(session),"handle_id":\#(handle),"body":\#(body)"#
        if let description {
            let text = String(decoding: try JSONEncoder().encode(description.sdp), as: UTF8.self)
            fields += #","jsep":{"type":"\#(description.type)","trickle":false,"sdp":\#(text)}"#
        }
        say(fields)
    }

    /// Waits for an event of the plugin.
    func event(_ name: String, at handle: UInt64) throws -> Message {
        let message = try take("Janus's event \(name)") { message in
            guard message.sender == handle, let content = message.plugindata?.data else { return false }
            if let error = content.error { loop.fail(LoadError("Janus's plugin refused: \(error)")) }
            return content.result?.event == name
        }
        return message
    }

    func keepAlive() { say(#""janus":"keepalive","session_id":\#(session)"#) }

    func cut() { client.cut() }

    private func create(_ fields: String) throws -> UInt64 {
        let transaction = say(fields)
        guard let id = try take("Janus's answer", where: { $0.transaction == transaction && $0.data != nil }).data?.id else {
            throw LoadError("Janus created nothing")
        }
        return id
    }

    @discardableResult
    private func say(_ fields: String) -> String {
        let transaction = "t\(nextTransaction)"
        nextTransaction += 1
        client.send(Array("{\(fields),\"transaction\":\"\(transaction)\"}".utf8).span)
        return transaction
    }

    private func take(_ what: String, where matches: (Message) -> Bool) throws -> Message {
        var found: Message?
        try loop.run(
            what, timeout: 30,
            until: {
                guard let index = inbox.firstIndex(where: matches) else { return false }
                found = inbox.remove(at: index)
                return true
            })
        guard let found else { throw LoadError("\(what) did not come") }
        return found
    }
}
