import Foundation

/// Requests whose answers are waited for: for the steps that lead to a session, where speed does not matter.
final class HubDialogue: HubListener {
    private struct Reply<Value: Decodable>: Decodable { let ok: Value? }
    private struct Push<Value: Decodable>: Decodable { let p: Value }
    struct Nothing: Decodable {}

    let connection: HubConnection
    private let loop: EventLoop
    private var inbox: [[UInt8]] = []

    init(attaching connection: HubConnection, token: String, loop: EventLoop) throws {
        self.connection = connection
        self.loop = loop
        connection.listener = self
        var isAttached = false
        connection.whenAttached = { _ in isAttached = true }
        try connection.attach(token: token)
        try loop.run("hello", timeout: 60, until: { isAttached })
        connection.whenAttached = nil
    }

    func received(_ message: Span<UInt8>, on connection: HubConnection) { inbox.append(Array(bytes: message)) }

    @discardableResult
    func request<Value: Decodable>(_ method: String, _ parameters: String, as type: Value.Type = Nothing.self) throws -> Value {
        let id = connection.takeID()
        connection.client.send(Array("{\"id\":\(id),\"m\":\"\(method)\",\"a\":\(connection.lastSequence),\"p\":\(parameters)}".utf8).span)
        let answer = try take("the answer to \(method)") { $0.integer(after: Field.id) == id && $0.integer(after: Field.sequence) == nil }
        guard let value = try? JSONDecoder().decode(Reply<Value>.self, from: Data(answer)).ok else {
            throw LoadError("\(method) was answered: \(answer.span.shown)")
        }
        return value
    }

    func push<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
        let wanted = Array("\(name)\"".utf8)
        let push = try take("the push \(name)") { message in
            message.position(after: Field.type).map { message.continues(with: wanted, at: $0) } ?? false
        }
        do { return try JSONDecoder().decode(Push<Value>.self, from: Data(push)).p } catch {
            throw LoadError("not the push that was expected: \(push.span.shown)")
        }
    }

    private func take(_ what: String, where matches: (Span<UInt8>) -> Bool) throws -> [UInt8] {
        var found: [UInt8] = []
        try loop.run(
            what, timeout: 60,
            until: {
                guard let index = inbox.firstIndex(where: { matches($0.span) }) else { return false }
                found = inbox.remove(at: index)
                return true
            })
        return found
    }
}
