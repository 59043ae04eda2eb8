/// The datagrams that wait for an answer, and when they are sent again (RFC 6347 §4.2.4).
///
/// OpenSSL's own timer reads the wall clock and its shortest time-out is a second; ours starts at 50 ms, doubles, and follows the
/// time that is passed in.
struct DTLSFlight: Sendable {
    private static let first = Duration.milliseconds(50)
    private static let longest = Duration.milliseconds(1_600)

    private(set) var datagrams: [[UInt8]]
    private(set) var deadline: MediaTime
    private var interval = first

    init(_ datagrams: [[UInt8]], at time: MediaTime) {
        self.datagrams = datagrams
        deadline = time + Self.first
    }

    mutating func noteResent(at time: MediaTime) {
        interval = min(interval * 2, Self.longest)
        deadline = time + interval
    }
}

/// Numbers the records of epoch 0 as they leave. A record that is sent again needs a new number, or the peer takes it for a replay; nothing
/// signs the number before there are keys. Records under keys keep theirs.
struct DTLSRecordNumbering: Sendable {
    private var next: UInt64 = 0

    mutating func renumber(_ datagram: inout [UInt8]) {
        var offset = 0
        while offset + DTLSRecord.headerBytes <= datagram.count {
            if datagram[offset + 3] == 0, datagram[offset + 4] == 0 {
                for byte in 0..<6 { datagram[offset + 5 + byte] = UInt8(truncatingIfNeeded: next >> UInt64(40 - 8 * byte)) }
                next += 1
            }
            offset += DTLSRecord.headerBytes + (Int(datagram[offset + 11]) << 8 | Int(datagram[offset + 12]))
        }
    }
}
