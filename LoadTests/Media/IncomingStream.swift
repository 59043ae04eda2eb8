import Media

/// What arrives of one stream of the other side. Every packet is counted and timed by its sequence number; one in 64 is decrypted, and
/// proves that the numbers mean what they are taken for.
final class IncomingStream {
    private static let sample: UInt16 = 64

    private(set) var received = 0
    /// Arrived more than once, or too late to be told from that.
    private(set) var unexpected = 0
    /// The server went on with other sequence numbers; what came between two samples was then mistaken.
    private(set) var renumbered = 0
    private let origin: OutgoingStream
    /// Outgoing number for the sequence number 0 of this cycle; learnt from a packet that was decrypted.
    private var base: UInt32?
    private var highest: UInt16 = 0

    init(from origin: OutgoingStream) { self.origin = origin }

    /// - Returns: How long the packet took; nil when that cannot be said.
    func receive(_ datagram: UnsafeMutableRawBufferPointer, sequence: UInt16, at now: UInt64, with receiver: SRTPReceiver) throws -> UInt64?
    {
        if base == nil || sequence % Self.sample == 0 {
            guard let number = try unsafe decrypt(datagram, with: receiver) else { return nil }
            if let base, number != base &+ offset(of: sequence) { renumbered += 1 }
            base = number
            highest = sequence
        }
        guard let base else { return nil }
        guard let took = origin.arrived(base &+ offset(of: sequence), at: now) else {
            unexpected += 1
            return nil
        }
        received += 1
        return took
    }

    func resetCounts() { (received, unexpected, renumbered) = (0, 0, 0) }

    /// Signed: a packet that was overtaken lies before the one that was decrypted.
    private func offset(of sequence: UInt16) -> UInt32 { UInt32(bitPattern: Int32(Int16(bitPattern: sequence &- highest))) }

    /// The number that the sender wrote into its payload; nil for a packet that was decrypted before.
    private func decrypt(_ datagram: UnsafeMutableRawBufferPointer, with receiver: SRTPReceiver) throws -> UInt32? {
        guard let start = datagram.baseAddress else { return nil }
        switch unsafe receiver.unprotect(start, length: datagram.count) {
        case .replayed: return nil
        case .packet(let length):
            let packet = unsafe UnsafeRawBufferPointer(start: start, count: length)
            let position = unsafe RTPHeader(packet).map { $0.payload.lowerBound + MediaFormat.numberOffset }
            guard let position, position + 4 <= length else { throw LoadError("an RTP packet of \(length) bytes that nobody sent") }
            return unsafe UInt32(bigEndian: packet.loadUnaligned(fromByteOffset: position, as: UInt32.self))
        case let failure: throw LoadError("a packet that cannot be decrypted: \(failure)")
        }
    }
}
