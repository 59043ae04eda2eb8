import Domain
import Signaling
import Testing

/// What a well-behaved client knows: how to take up its session again, and the last push it saw.
final class Client {
    let session: SignalingSession
    fileprivate(set) var link: LinkKey
    fileprivate(set) var secret: String
    fileprivate(set) var lastSeen: UInt64
    private var lastID: Int64 = 1

    fileprivate init(_ welcome: Welcome, on link: LinkKey) {
        session = welcome.session
        secret = welcome.secret
        lastSeen = welcome.session.sequence
        self.link = link
    }

    var id: SignalingSessionID { session.id }

    func nextID() -> Int64 {
        lastID += 1
        return lastID
    }
}

/// The reply to `hello`; the machine never looks inside.
let welcomePayload: Payload = Array(#"{"sid":"…"}"#.utf8)

extension Timeline {
    /// Opens a socket and begins a session with a verified token.
    func connect(_ principal: Principal, credential: String? = nil, from address: String = "192.0.2.1") throws -> Client {
        try #require(try begin(principal, credential: credential, from: address))
    }

    /// `nil`: the principal has too many.
    func begin(_ principal: Principal, credential: String? = nil, from address: String = "192.0.2.1") throws -> Client? {
        let link = open(from: address)
        let id = try #require(say(.hello, id: 1, on: link).helloID)
        let welcome = act { machine, now in
            let welcome = machine.attach(principal, credential: credential, on: link, at: now)
            if let welcome { machine.send(welcome, id: id, payload: welcomePayload) }
            return welcome
        }
        guard let welcome else { return nil }
        #expect(heard(link) == [.reply(id: id, .ok(welcomePayload))])
        return Client(welcome, on: link)
    }

    /// Opens a socket and takes up a session again; a client whose secret is right forgets its older socket.
    @discardableResult
    func resume(
        _ client: Client, sid: SignalingSessionID? = nil, secret: String? = nil, lastSeen: UInt64? = nil, from address: String = "192.0.2.1"
    ) throws -> Welcome? {
        let link = open(from: address)
        let id = try #require(say(.hello, id: 1, on: link).helloID)
        let (session, key, sequence) = (sid ?? client.id, secret ?? client.secret, lastSeen ?? client.lastSeen)
        let welcome = act { machine, now in
            let welcome = machine.resume(session, secret: key, lastSeen: sequence, on: link, at: now)
            if let welcome {
                machine.send(welcome, id: id, payload: welcomePayload)
            } else {
                machine.refuseHello(link, id: id, SignalingError(.resumeFailed, "there is no such session"))
            }
            return welcome
        }
        guard let welcome else {
            #expect(heard(link).map(\.refusal) == [ServerMessage.Refusal(id: id, code: .resumeFailed)])
            #expect(isClosing(link))
            close(link)
            return nil
        }
        client.link = link
        client.secret = welcome.secret
        client.lastSeen = welcome.resumed ? sequence : welcome.session.sequence
        return welcome
    }

    func drop(_ client: Client) { close(client.link) }

    func ask(_ client: Client, _ method: Method, id: Int64? = nil) -> Receipt {
        say(method, id: id ?? client.nextID(), seen: client.lastSeen, on: client.link)
    }

    func answer(_ client: Client, id: Int64, _ reply: Reply) {
        act { machine, _ in machine.reply(client.session, id: id, reply) }
    }

    func push(_ number: Int, to client: Client) { push(Array("\(number)".utf8), to: client) }

    func push(_ payload: Payload, to client: Client) {
        act { machine, _ in machine.push(.ticket, payload, to: client.session) }
    }

    /// What the client was told since it last read; only the first `limit` messages arrive when the socket breaks. Each push must be the next one.
    @discardableResult
    func read(_ client: Client, limit: Int = .max) -> [ServerMessage] {
        let messages = Array(heard(client.link).prefix(limit))
        for push in messages.compactMap(\.push) {
            #expect(push.sequence == client.lastSeen + 1, "pushes come once and in order")
            client.lastSeen = push.sequence
        }
        return messages
    }

    /// The numbers pushed to the client since it last read.
    func numbers(_ client: Client) -> [Int] {
        read(client).compactMap(\.push).compactMap { Int(String(decoding: $0.payload, as: UTF8.self)) }
    }
}
