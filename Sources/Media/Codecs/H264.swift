/// H.264 in RTP (RFC 6184): single units, STAP-A and FU-A. What interleaves is not negotiated.
public enum H264 {
    enum UnitType {
        static let idr: UInt8 = 5
        static let sps: UInt8 = 7
        static let pps: UInt8 = 8
        static let stapA: UInt8 = 24
        static let fuA: UInt8 = 28
    }

    /// A piece of a NAL unit in a payload.
    public struct Piece: Hashable, Sendable {
        /// The first byte of the unit; of a fragment, put together again.
        public let header: UInt8
        /// Without the header byte.
        public let body: Range<Int>
        public let isStart: Bool
        public let isEnd: Bool

        public var type: UInt8 { header & 0x1f }
    }

    /// Walks over the units of one payload; ends at what cannot be read.
    /// - Returns: Whether the payload could be read to its end.
    @discardableResult
    public static func forEachPiece(in payload: UnsafeRawBufferPointer, _ body: (Piece) -> Void) -> Bool {
        unsafe forEachPiece(in: Octets(payload), body)
    }

    @discardableResult
    static func forEachPiece(in octets: Octets, _ body: (Piece) -> Void) -> Bool {
        guard octets.count >= 2 else { return false }
        let first = octets[0]
        switch first & 0x1f {
        case 1...23:
            body(Piece(header: first, body: 1..<octets.count, isStart: true, isEnd: true))
            return true
        case UnitType.stapA: return forEachAggregated(in: octets, body)
        case UnitType.fuA:
            let fragment = octets[1]
            guard octets.count > 2, 1...23 ~= fragment & 0x1f else { return false }
            let header = first & 0xe0 | fragment & 0x1f
            body(Piece(header: header, body: 2..<octets.count, isStart: fragment & 0x80 != 0, isEnd: fragment & 0x40 != 0))
            return true
        default: return false
        }
    }

    private static func forEachAggregated(in octets: Octets, _ body: (Piece) -> Void) -> Bool {
        var offset = 1
        while offset < octets.count {
            guard octets.count - offset > 2 else { return false }
            let length = Int(octets.uint16(offset))
            let end = offset + 2 + length
            guard length > 0, end <= octets.count else { return false }
            body(Piece(header: octets[offset + 2], body: offset + 3..<end, isStart: true, isEnd: true))
            offset = end
        }
        return true
    }

    /// Whether an RTP payload begins a key frame: parameter sets, or the first slice that needs no other picture.
    public static func startsKeyFrame(_ payload: UnsafeRawBufferPointer) -> Bool {
        var starts = false
        unsafe forEachPiece(in: payload) { piece in
            if piece.isStart, piece.type == UnitType.sps || piece.type == UnitType.idr { starts = true }
        }
        return starts
    }
}
