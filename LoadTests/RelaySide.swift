/// One participant of a relayed pair: sends `signal` messages of the size of an ICE candidate, checks those it gets.
final class RelaySide: HubListener {
    /// The bytes of `p`, about what trickled candidates take.
    private static let payloadSize = 200

    let connection: HubConnection
    weak var peer: RelaySide?
    private let load: RelayLoad
    private let head = Array(#"{"m":"signal","a":"#.utf8)
    private let beforeCounter: [UInt8]
    private let beforeStamp: [UInt8]
    private let tail = Array("}}".utf8)
    private var message: [UInt8] = []
    private var sent = 0
    private var received = 0

    init(_ connection: HubConnection, session: String, load: RelayLoad) {
        self.connection = connection
        self.load = load
        beforeCounter = Array(#","p":{"session":"\#(session)","mine":1,"theirs":1,"n":"#.utf8)
        let candidate = #","candidate":{"candidate":"candidate:1 1 udp 2122260223 192.0.2.17 54321 typ host "#
        let end = #"","sdpMid":"0"},"stamp":"#
        // The counter and the stamp take about 6 and 15 digits, the braces 2; `,"p":` is not part of the payload.
        let padding = Self.payloadSize - (beforeCounter.count - 5) - candidate.utf8.count - end.utf8.count - 23
        beforeStamp = Array((candidate + String(repeating: "x", count: max(1, padding)) + end).utf8)
        connection.listener = self
    }

    func send(stamp: UInt64) {
        sent += 1
        message.removeAll(keepingCapacity: true)
        message.append(contentsOf: head)
        message.append(decimal: UInt64(connection.lastSequence))
        message.append(contentsOf: beforeCounter)
        message.append(decimal: UInt64(sent))
        message.append(contentsOf: beforeStamp)
        message.append(decimal: stamp)
        message.append(contentsOf: tail)
        let whole = message
        connection.client.send(whole.span)
    }

    func received(_ message: Span<UInt8>, on connection: HubConnection) {
        guard let type = message.position(after: Field.type), message.continues(with: Field.signal, at: type) else { return }
        received += 1
        guard message.integer(after: Field.counter, from: type) == received,
            let stamp = message.integer(after: Field.stamp, from: type)
        else { return load.fail(LoadError("relayed message \(received) arrived as \(message.shown)")) }
        load.delivered(to: self, stamp: UInt64(stamp))
    }
}
