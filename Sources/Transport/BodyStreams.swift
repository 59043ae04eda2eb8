import Dispatch

/// Bodies that are read while they are sent. The loop asks for one piece of each at a time, so that a reader that stops costs no more
/// memory than that piece; reading happens on a few queues, because a disk may be slow.
final class BodyStreams {
    /// Read at once.
    static let pieceBytes = 128 * 1024
    private static let readers = 4

    struct Piece: Sendable {
        let stream: UInt64
        /// `nil`: it cannot be read.
        let bytes: [UInt8]?
    }

    /// Pieces that were read.
    let arrivals = Inbox<Piece>()
    private var exchanges: [UInt64: HTTPExchange] = [:]
    private var last: UInt64 = 0
    private let queues = (0..<readers).map { DispatchQueue(label: "visavis.bodies.\($0)") }

    var count: Int { exchanges.count }

    func begin(_ exchange: HTTPExchange) -> UInt64 {
        last += 1
        exchanges[last] = exchange
        return last
    }

    func end(_ stream: UInt64) { exchanges[stream] = nil }

    func exchange(of stream: UInt64) -> HTTPExchange? { exchanges[stream] }

    /// A piece follows in `arrivals`.
    func read(_ source: any ResponseSource, at offset: Int, count: Int, for stream: UInt64) {
        queues[Int(stream % UInt64(Self.readers))].async { [arrivals] in
            let bytes = try? source.read(at: offset, count: count)
            arrivals.post(Piece(stream: stream, bytes: bytes?.count == count ? bytes : nil))
        }
    }
}
