/// How the header extensions of one source become those of one receiver: each peer has its own ids.
///
/// The source's `mid` never passes: it names a section of the sender's description, and a receiver drops in silence what it cannot
/// place. The receiver's own `mid` is written instead, when it is given.
public struct ExtensionMap: Hashable, Sendable {
    /// The one-byte form has the ids 1…14; 0 drops the element.
    private var table = InlineTable()
    private var midID: UInt8 = 0
    private var sendTimeID: UInt8 = 0

    /// Drops everything.
    public init() {}

    /// - Parameters:
    ///   - source: The ids that the sender's description gave.
    ///   - target: The ids that the receiver's description gave.
    public init(from source: [HeaderExtension: UInt8], to target: [HeaderExtension: UInt8]) {
        for (name, id) in target where Self.ids.contains(id) {
            switch name {
            case .mid: midID = id
            case .absSendTime: sendTimeID = id
            case .audioLevel, .videoOrientation: break
            }
            if name != .mid, let sourceID = source[name], Self.ids.contains(sourceID) { table[sourceID] = id }
        }
    }

    /// What can be negotiated.
    static let ids: ClosedRange<UInt8> = 1...14

    /// The receiver's id for an element of the source; 0 when it is dropped.
    public subscript(id: UInt8) -> UInt8 { table[id] }

    /// Writes the packet as the receiver shall get it: new identity, its own extension ids, no contributing sources, no padding.
    /// - Parameters:
    ///   - packet: In the clear; `header` was read from it. Must not overlap `destination`.
    ///   - mid: The receiver's section; written when its description has an id for it. At most 16 bytes.
    ///   - sendTime: `MediaTime.absoluteSendTime`; replaces the source's, or is added.
    /// - Returns: The length; 0 when it does not fit.
    @inline(__always)
    public func rewrite(
        _ packet: UnsafeRawBufferPointer, header: RTPHeader, into destination: UnsafeMutableRawBufferPointer, payloadType: UInt8,
        sequence: UInt16, timestamp: UInt32, ssrc: UInt32, mid: [UInt8]? = nil, sendTime: UInt32? = nil
    ) -> Int {
        let source = unsafe Octets(packet)
        var writer = unsafe OctetWriter(destination)
        writer.uint16(0x8000 | (header.marker ? 0x80 : 0) | UInt16(payloadType & 0x7f))
        writer.uint16(sequence)
        writer.uint32(timestamp)
        writer.uint32(ssrc)
        writeExtensions(of: header, source, to: &writer, mid: mid, sendTime: sendTime)
        unsafe writer.copy(source.slice(header.payload))
        return writer.isFull ? 0 : writer.count
    }

    @inline(__always)
    private func writeExtensions(of header: RTPHeader, _ source: Octets, to writer: inout OctetWriter, mid: [UInt8]?, sendTime: UInt32?) {
        let start = writer.count
        writer.uint32(0xbede_0000)
        if let mid, midID != 0, 1...16 ~= mid.count {
            writer.uint8(midID << 4 | UInt8(mid.count - 1))
            writer.copy(mid)
        }
        if let sendTime, sendTimeID != 0 {
            writer.uint8(sendTimeID << 4 | 2)
            writer.uint24(sendTime)
        }
        var offset = header.extensions.firstOffset
        while let element = header.extensions.next(&offset, in: source) {
            let id = table[element.id]
            // What is longer or empty has no place in the one-byte form; none of ours is.
            guard id != 0, 1...16 ~= element.value.count, id != sendTimeID || sendTime == nil else { continue }
            writer.uint8(id << 4 | UInt8(element.value.count - 1))
            unsafe writer.copy(source.slice(element.value))
        }
        finish(from: start, &writer)
    }

    /// Pads to whole words and writes the length; takes an empty extension back.
    @inline(__always)
    private func finish(from start: Int, _ writer: inout OctetWriter) {
        guard !writer.isFull else { return }
        let length = writer.count &- start &- 4
        guard length > 0 else { return writer.rewind(to: start) }
        writer.zeros((4 &- length & 3) & 3)
        guard !writer.isFull else { return }
        writer.patch(UInt16(truncatingIfNeeded: (length &+ 3) / 4), at: start &+ 2)
        writer.patch(UInt8(0x90), at: 0)
    }
}

/// Sixteen nibble-sized ids in one word: a table look-up without memory.
private struct InlineTable: Hashable, Sendable {
    private var word: UInt64 = 0

    @inline(__always)
    subscript(id: UInt8) -> UInt8 {
        get { id < 16 ? UInt8(truncatingIfNeeded: word >> (UInt64(id) &* 4)) & 0x0f : 0 }
        set {
            precondition(id < 16 && newValue < 16)
            word = word & ~(0x0f << (UInt64(id) * 4)) | UInt64(newValue) << (UInt64(id) * 4)
        }
    }
}
