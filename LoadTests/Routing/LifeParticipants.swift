import Foundation

extension Field {
    fileprivate static let offer = Array("offer\"".utf8)
    fileprivate static let session = Array("session\"".utf8)
}

/// What of the server's messages matters here.
private enum Life {
    struct Reply<Value: Decodable>: Decodable { let ok: Value }
    struct Push<Value: Decodable>: Decodable { let p: Value }
    struct Nothing: Decodable {}
    struct Asked: Decodable {
        struct Ticket: Decodable { let interaction: String }
        let ticket: Ticket
    }
    struct Offer: Decodable { let id: String }
    struct Session: Decodable { let id, interaction, state: String }
    struct Accepted: Decodable { let session: Session }
}

/// One side of a life: sends one request at a time, and takes its answer and the pushes.
class LifeParticipant: HubListener {
    let connection: HubConnection
    fileprivate let tally: LifeTally
    private var awaited: (id: Int, answered: (Span<UInt8>) -> Void)?

    fileprivate init(_ connection: HubConnection, tally: LifeTally) {
        (self.connection, self.tally) = (connection, tally)
        connection.listener = self
    }

    fileprivate var isWaiting: Bool { awaited != nil }

    fileprivate func request<Value: Decodable>(
        _ method: String, _ parameters: String, as type: Value.Type, answered: @escaping (Value) -> Void
    ) {
        guard !isWaiting else { return tally.fail("\(method) although another request waits") }
        let id = connection.takeID()
        awaited = (id, { [unowned self] in if let reply = decode(Life.Reply<Value>.self, $0) { answered(reply.ok) } })
        connection.client.send(Array("{\"id\":\(id),\"m\":\"\(method)\",\"a\":\(connection.lastSequence),\"p\":\(parameters)}".utf8).span)
    }

    fileprivate func pushed(_ type: Int, _ message: Span<UInt8>) {}

    func received(_ message: Span<UInt8>, on connection: HubConnection) {
        if let awaited, message.integer(after: Field.id) == awaited.id, message.integer(after: Field.sequence) == nil {
            self.awaited = nil
            return awaited.answered(message)
        }
        if let type = message.position(after: Field.type) { pushed(type, message) }
    }

    fileprivate func decode<Value: Decodable>(_ type: Value.Type, _ message: Span<UInt8>) -> Value? {
        let value = try? JSONDecoder().decode(type, from: Data(Array(bytes: message)))
        if value == nil { tally.fail("not what was expected: \(message.shown)") }
        return value
    }
}

/// Asks for an agent, and again as soon as the session has ended.
final class LifeCustomer: LifeParticipant {
    private let visit: String

    init(_ connection: HubConnection, useCase: String, tally: LifeTally) {
        visit = #"{"useCase":"\#(useCase)","language":"en"}"#
        super.init(connection, tally: tally)
    }

    func begin() {
        guard !tally.isEnding else { return }
        let start = Clock.now()
        request("visit.start", visit, as: Life.Asked.self) { [unowned self] in tally.begin($0.ticket.interaction, at: start) }
    }

    fileprivate override func pushed(_ type: Int, _ message: Span<UInt8>) {
        guard message.continues(with: Field.session, at: type), let push = decode(Life.Push<Life.Session>.self, message) else { return }
        if push.p.state == "ended" { begin() }
    }
}

/// Accepts what is offered, hangs up, and finishes the record.
final class LifeAgent: LifeParticipant {
    /// May come before the answer to the request that made the agent free.
    private var offer: String?

    override init(_ connection: HubConnection, tally: LifeTally) { super.init(connection, tally: tally) }

    func begin() { request("agent.activity", #"{"activity":"available"}"#, as: Life.Nothing.self) { [unowned self] _ in accept() } }

    fileprivate override func pushed(_ type: Int, _ message: Span<UInt8>) {
        guard message.continues(with: Field.offer, at: type), let push = decode(Life.Push<Life.Offer>.self, message) else { return }
        offer = push.p.id
        accept()
    }

    private func accept() {
        guard !isWaiting, let offer else { return }
        self.offer = nil
        request("offer.accept", #"{"offer":"\#(offer)"}"#, as: Life.Accepted.self) { [unowned self] in hangUp($0.session) }
    }

    private func hangUp(_ session: Life.Session) {
        request("session.hangup", #"{"session":"\#(session.id)"}"#, as: Life.Nothing.self) { [unowned self] _ in finish(session.interaction)
        }
    }

    private func finish(_ interaction: String) {
        let record = #"{"interaction":"\#(interaction)","disposition":"resolved","resolved":true}"#
        request("wrapup.finish", record, as: Life.Nothing.self) { [unowned self] _ in
            tally.end(interaction)
            accept()
        }
    }
}
