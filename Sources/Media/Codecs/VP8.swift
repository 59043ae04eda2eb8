/// The descriptor before each VP8 payload (RFC 7741 §4.2).
public struct VP8Descriptor: Hashable, Sendable {
    /// Bytes before the VP8 data.
    public let length: Int
    public let isNonReference: Bool
    public let startsPartition: Bool
    public let partition: UInt8
    /// 7 or 15 bits.
    public let pictureID: UInt16?
    public let temporalLevelZeroIndex: UInt8?
    public let temporalLayer: UInt8?

    public var startsFrame: Bool { startsPartition && partition == 0 }

    @inline(__always)
    public init?(_ payload: UnsafeRawBufferPointer) { unsafe self.init(Octets(payload)) }

    @inline(__always)
    init?(_ octets: Octets) {
        guard octets.count > 1 else { return nil }
        let first = octets[0]
        isNonReference = first & 0x20 != 0
        startsPartition = first & 0x10 != 0
        partition = first & 0x07
        guard first & 0x80 != 0 else {
            (pictureID, temporalLevelZeroIndex, temporalLayer, length) = (nil, nil, nil, 1)
            return
        }
        let present = octets[1]
        var offset = 2
        func read() -> UInt8? {
            guard offset < octets.count else { return nil }
            defer { offset += 1 }
            return octets[offset]
        }
        if present & 0x80 != 0 {
            guard let high = read() else { return nil }
            if high & 0x80 != 0 {
                guard let low = read() else { return nil }
                pictureID = UInt16(high & 0x7f) << 8 | UInt16(low)
            } else {
                pictureID = UInt16(high)
            }
        } else {
            pictureID = nil
        }
        if present & 0x40 != 0 {
            guard let index = read() else { return nil }
            temporalLevelZeroIndex = index
        } else {
            temporalLevelZeroIndex = nil
        }
        if present & 0x30 != 0 {
            guard let layers = read() else { return nil }
            temporalLayer = present & 0x20 != 0 ? layers >> 6 : nil
        } else {
            temporalLayer = nil
        }
        guard offset < octets.count else { return nil }
        length = offset
    }
}

/// What the first bytes of a VP8 frame say (RFC 6386 §9.1).
public struct VP8FrameHeader: Hashable, Sendable {
    public let isKeyFrame: Bool
    public let isShown: Bool
    /// Of key frames; the size may change with each.
    public let size: PictureSize?

    /// - Parameter frame: VP8 data without descriptor. `nil` when it is too short, or a key frame without its start code.
    public init?(_ frame: UnsafeRawBufferPointer) { unsafe self.init(Octets(frame)) }

    init?(_ octets: Octets) {
        guard octets.count >= 3 else { return nil }
        isKeyFrame = octets[0] & 1 == 0
        isShown = octets[0] & 0x10 != 0
        guard isKeyFrame else {
            size = nil
            return
        }
        guard octets.count >= 10, octets.uint24(3) == 0x9d_012a else { return nil }
        // Little-endian; the two upper bits ask the player to scale.
        let width = octets.uint16(6).byteSwapped & 0x3fff
        let height = octets.uint16(8).byteSwapped & 0x3fff
        size = PictureSize(width: Int(width), height: Int(height))
    }

    /// Whether an RTP payload begins a key frame; the look that every forwarded packet gets.
    @inline(__always)
    public static func startsKeyFrame(_ payload: UnsafeRawBufferPointer) -> Bool {
        let octets = unsafe Octets(payload)
        guard let descriptor = VP8Descriptor(octets), descriptor.startsFrame else { return false }
        return octets[descriptor.length] & 1 == 0
    }
}

public struct PictureSize: Hashable, Sendable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}
