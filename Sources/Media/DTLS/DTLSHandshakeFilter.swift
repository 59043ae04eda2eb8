/// What OpenSSL gets to see before there are keys. Unauthenticated bytes decide how much it remembers: ten messages of up to 17 KB that wait for
/// their fragments, and a hundred records of the next epoch at 17 KB each. A browser needs a tenth of what is let through here.
struct DTLSHandshakeFilter: Sendable {
    enum Verdict {
        case pass, drop
        /// No handshake takes this many datagrams: give up.
        case flood
    }

    static let maxDatagrams = 256
    static let maxDatagramBytes = 2_048
    static let maxMessageBytes = 8_192
    static let maxMessageSequence: UInt16 = 12
    /// Records under keys that are not there yet: the peer's Finished that overtook, and its repetitions.
    static let maxEarlyRecords = 8

    private var datagrams = 0
    private var earlyRecords = 0

    mutating func judge(_ datagram: UnsafeRawBufferPointer) -> Verdict {
        datagrams += 1
        guard datagrams <= Self.maxDatagrams else { return .flood }
        guard datagram.count <= Self.maxDatagramBytes else { return .drop }
        var early = 0
        let isSound = unsafe DTLSRecord.all(in: datagram) { record in
            if record.epoch == 1 { early += 1 }
            return Self.isExpected(record)
        }
        guard isSound, earlyRecords + early <= Self.maxEarlyRecords else { return .drop }
        earlyRecords += early
        return .pass
    }

    private static func isExpected(_ record: DTLSRecord) -> Bool {
        let contents = DTLSRecord.Content.changeCipherSpec...DTLSRecord.Content.handshake
        guard record.epoch <= 1, contents.contains(record.content) else { return false }
        guard let message = record.message else { return true }
        return message.length <= maxMessageBytes && message.sequence <= maxMessageSequence
    }
}
