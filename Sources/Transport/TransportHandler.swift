/// What a `TransportLoop` tells its owner. Every call comes on the loop's thread, one at a time.
///
/// An owner is made on the loop's thread and lives as long as `TransportLoop.run` does. It never blocks: everything it
/// waits for comes back as a command through its `Inbox`.
public protocol TransportEvents: AnyObject {
    /// A whole HTTP request has come in. Answer with `HTTPExchange.respond`, now or later on this thread.
    func request(_ exchange: HTTPExchange)

    /// A client asks for a WebSocket at the configured path, with the configured subprotocol.
    func opening(_ upgrade: UpgradeRequest) -> UpgradeDecision

    /// The WebSocket is open. `closed` follows exactly once.
    func opened(_ link: LinkID, _ upgrade: UpgradeRequest)

    /// A whole text message, valid UTF-8, reassembled from its fragments. The bytes are valid during the call only.
    func received(_ link: LinkID, _ message: Span<UInt8>)

    /// The WebSocket is gone; `link` names nothing any more.
    func closed(_ link: LinkID, _ reason: LinkCloseReason)

    /// The loop has worked through a batch of events and is about to wait: the moment to flush what was collected.
    /// Not called when nothing happened.
    func batchEnded()

    /// The time given to `TransportLoop.setDeadline` has come.
    func deadline()
}

/// The owner of a `TransportLoop`, with the commands that other threads may post to it.
public protocol TransportHandler: TransportEvents {
    associatedtype Command: Sendable

    /// A command that was posted to the loop's `Inbox`, in the order of posting.
    func handle(_ command: Command)
}

/// Why a WebSocket ended.
public enum LinkCloseReason: Hashable, Sendable {
    /// The peer sent a close frame; `nil` when it carried no code.
    case peer(code: UInt16?)
    /// The connection broke, or its peer was not heard any more.
    case lost
    /// `close` or `drop` was called.
    case local
    /// The peer read too slowly: its queue overflowed, or it took nothing for `slowReaderTimeout`.
    case slowReader
    /// The peer broke a rule and was told this code (1003 binary, 1007 not UTF-8, 1009 too large).
    case violation(code: UInt16)
    /// The loop stopped.
    case stopped
}
