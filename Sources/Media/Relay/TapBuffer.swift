/// The number a recorded feed has in the tap.
public typealias TapTrack = UInt32

/// What a tapped feed's bytes are coded in.
public enum TapCodec: UInt8, Sendable {
    case opus, vp8, h264
}

/// What the relay hands to the recorder: the plain packets of recorded feeds, in order of arrival.
///
/// One flat array of bytes: the loop swaps it for an empty one after a batch and posts it, whole, to the recorder's thread.
public struct TapBuffer: Sendable {
    /// Beyond this, records are counted as overflow instead of kept: the recorder is too slow, and the call must go on.
    public static let bound = 4 << 20

    /// Records that found no room since the buffer was made or emptied.
    public private(set) var overflow = 0

    private var bytes: [UInt8] = []
    /// Where the records begin; each is a header of `headerBytes`, then its bytes, then padding to eight.
    private static let headerBytes = 16

    public init() {}

    public var isEmpty: Bool { bytes.isEmpty && overflow == 0 }
    public var byteCount: Int { bytes.count }

    /// Forgets the records and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        overflow = 0
    }

    /// A copy of `content` behind the others, or one more in `overflow`.
    public mutating func append(
        _ kind: TapRecord.Kind, track: TapTrack, codec: TapCodec, rotation: UInt8 = 0, arrival: MediaTime,
        _ content: UnsafeRawBufferPointer
    ) {
        let length = content.count
        let padding = -length & 7
        guard bytes.count + Self.headerBytes + length + padding <= Self.bound, length <= UInt16.max else {
            overflow += 1
            return
        }
        var header = (
            track.littleEndian, kind.rawValue, codec.rawValue | rotation << 4, UInt16(length).littleEndian, arrival.nanoseconds.littleEndian
        )
        unsafe withUnsafeBytes(of: &header) { unsafe bytes.append(contentsOf: $0) }
        unsafe bytes.append(contentsOf: content)
        for _ in 0..<padding { bytes.append(0) }
    }

    /// Visits the records in their order. The bytes of a record are valid during the call.
    public func forEach(_ body: (TapRecord) -> Void) {
        unsafe bytes.withUnsafeBytes { all in
            var offset = 0
            while offset + Self.headerBytes <= all.count {
                let track = unsafe UInt32(littleEndian: all.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                let length = unsafe Int(UInt16(littleEndian: all.loadUnaligned(fromByteOffset: offset + 6, as: UInt16.self)))
                let arrival = unsafe Int64(littleEndian: all.loadUnaligned(fromByteOffset: offset + 8, as: Int64.self))
                let start = offset + Self.headerBytes
                if let kind = unsafe TapRecord.Kind(rawValue: all[offset + 4]),
                    let codec = unsafe TapCodec(rawValue: all[offset + 5] & 15)
                {
                    let rotation = unsafe all[offset + 5] >> 4
                    let content = unsafe UnsafeRawBufferPointer(rebasing: all[start..<start + length])
                    unsafe body(
                        TapRecord(
                            track: track, kind: kind, codec: codec, rotation: rotation, arrival: MediaTime(nanoseconds: arrival),
                            bytes: content))
                }
                offset = start + length + (-length & 7)
            }
        }
    }
}

/// One thing that happened to a recorded feed.
@safe public struct TapRecord {
    public enum Kind: UInt8, Sendable {
        /// A whole RTP packet as it came, its sequence renumbered so that a gap means loss. Recovered packets come late.
        case rtp
        /// The sender's clock, as a sender report has it: SSRC (4 bytes), NTP time stamp (8), RTP time stamp (4), in network order.
        /// The NTP times of one member's feeds are of one clock.
        case senderReport
        /// Packets of a new source follow: SSRC (4 bytes, network order). Sequence and time stamps begin anew.
        case started
        /// The source went away, or the feed is no longer tapped.
        case stopped
    }

    public let track: TapTrack
    public let kind: Kind
    public let codec: TapCodec
    /// Quarter turns clockwise that the picture needs to stand upright (3GPP TS 26.114 CVO); the last that the sender told.
    public let rotation: UInt8
    public let arrival: MediaTime
    /// Valid as long as the call that gave the record.
    public let bytes: UnsafeRawBufferPointer
}
