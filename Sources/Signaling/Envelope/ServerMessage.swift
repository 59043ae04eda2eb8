public import Domain

/// Everything the hub says to a client; PROTOCOL.md §3 and §5.
public enum ServerMessage: Hashable, Sendable {
    case reply(id: Int64, Reply)
    case push(Push)
    /// Not in sequence, not replayed, may be lost.
    case droppable(PushType, Payload)
    case bye(ByeAction, ByeReason)
}

/// The encoded JSON object under `p` or `ok`. The machine carries it and never looks inside.
public typealias Payload = [UInt8]

public enum Reply: Hashable, Sendable {
    case ok(Payload)
    case failure(SignalingError)
}

public struct Push: Hashable, Sendable {
    public let sequence: UInt64
    public let type: PushType
    /// Who sent it, for what is relayed.
    public let from: ParticipantID?
    public let payload: Payload
}

public enum PushType: String, Sendable {
    case ticket, agent, offer, session, consult, signal, chat, plan, stats, live
    case offerEnded = "offer.ended"
    case chatHistory = "chat.history"
    case wrapUp = "wrapup"
}

/// What the client should do after the socket closes.
public enum ByeAction: String, Sendable {
    case resume, reconnect, stop
}

public enum ByeReason: String, Sendable {
    case draining, superseded, silent, revoked
    case slowReader = "slow_reader"
    case rateLimited = "rate_limited"
    case helloTimeout = "hello_timeout"
    case protocolError = "protocol_error"
    case signedOut = "signed_out"

    public var action: ByeAction {
        switch self {
        case .draining, .rateLimited, .helloTimeout: .reconnect
        case .slowReader, .silent: .resume
        case .superseded, .revoked, .protocolError, .signedOut: .stop
        }
    }
}
