/// Element identifiers of EBML (RFC 8794) and Matroska (RFC 9559), marker bits included, as far as this service writes them.
enum ElementID: UInt32 {
    case ebml = 0x1a45_dfa3
    case ebmlVersion = 0x4286
    case ebmlReadVersion = 0x42f7
    case ebmlMaxIDLength = 0x42f2
    case ebmlMaxSizeLength = 0x42f3
    case docType = 0x4282
    case docTypeVersion = 0x4287
    case docTypeReadVersion = 0x4285
    case void = 0xec
    case segment = 0x1853_8067
    case seekHead = 0x114d_9b74
    case seek = 0x4dbb
    case seekID = 0x53ab
    case seekPosition = 0x53ac
    case info = 0x1549_a966
    case timestampScale = 0x2a_d7b1
    case duration = 0x4489
    case dateUTC = 0x4461
    case muxingApp = 0x4d80
    case writingApp = 0x5741
    case tracks = 0x1654_ae6b
    case trackEntry = 0xae
    case trackNumber = 0xd7
    case trackUID = 0x73c5
    case trackType = 0x83
    case flagLacing = 0x9c
    case codecID = 0x86
    case codecPrivate = 0x63a2
    case codecDelay = 0x56aa
    case seekPreRoll = 0x56bb
    case video = 0xe0
    case pixelWidth = 0xb0
    case pixelHeight = 0xba
    case audio = 0xe1
    case samplingFrequency = 0xb5
    case channels = 0x9f
    case cluster = 0x1f43_b675
    case timestamp = 0xe7
    case simpleBlock = 0xa3
    case cues = 0x1c53_bb6b
    case cuePoint = 0xbb
    case cueTime = 0xb3
    case cueTrackPositions = 0xb7
    case cueTrack = 0xf7
    case cueClusterPosition = 0xf1
}

/// Appends elements. Sizes of what is nested are four bytes wide, so that they can be filled in afterwards.
struct EBMLWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func unsigned(_ id: ElementID, _ value: UInt64) {
        let width = max(1, (64 - value.leadingZeroBitCount + 7) / 8)
        begin(id, size: width)
        for index in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }

    mutating func float(_ id: ElementID, _ value: Double) {
        begin(id, size: 8)
        bytes.append(bigEndian: value.bitPattern)
    }

    mutating func signed64(_ id: ElementID, _ value: Int64) {
        begin(id, size: 8)
        bytes.append(bigEndian: value)
    }

    mutating func string(_ id: ElementID, _ text: String) { binary(id, Array(text.utf8)) }

    mutating func binary(_ id: ElementID, _ content: [UInt8]) {
        begin(id, size: content.count)
        bytes += content
    }

    mutating func master(_ id: ElementID, _ content: (inout EBMLWriter) -> Void) {
        identifier(id)
        let position = bytes.count
        bytes += [0, 0, 0, 0]
        content(&self)
        let size = UInt32(bytes.count - position - 4) | 0x1000_0000
        for index in 0..<4 { bytes[position + index] = UInt8(truncatingIfNeeded: size >> UInt32(24 - 8 * index)) }
    }

    /// A number of eight bytes; what is patched later keeps its place.
    mutating func fixed(_ id: ElementID, _ value: UInt64) {
        begin(id, size: 8)
        bytes.append(bigEndian: value)
    }

    /// A segment's head. - Parameter size: nil while the segment grows ("unknown", RFC 8794 §6.2).
    mutating func segment(size: Int64?) {
        identifier(.segment)
        bytes.append(bigEndian: size.map { UInt64($0) | 0x0100_0000_0000_0000 } ?? 0x01ff_ffff_ffff_ffff)
    }

    /// Emptiness of `total` bytes, head included; at least two.
    mutating func void(total: Int) {
        identifier(.void)
        if total < 10 {
            bytes.append(UInt8(total - 2) | 0x80)
            bytes += [UInt8](repeating: 0, count: total - 2)
        } else {
            bytes.append(bigEndian: UInt64(total - 9) | 0x0100_0000_0000_0000)
            bytes += [UInt8](repeating: 0, count: total - 9)
        }
    }

    /// A block's head (RFC 9559 §10.1) and its frame.
    mutating func simpleBlock(track: UInt8, relativeTime: Int16, isKeyFrame: Bool, frame: [UInt8]) {
        begin(.simpleBlock, size: frame.count + 4)
        bytes.append(track | 0x80)
        bytes.append(bigEndian: relativeTime)
        bytes.append(isKeyFrame ? 0x80 : 0)
        bytes += frame
    }

    private mutating func begin(_ id: ElementID, size: Int) {
        identifier(id)
        if size < 0x7f {
            bytes.append(UInt8(size) | 0x80)
        } else if size < 0x3fff {
            bytes.append(bigEndian: UInt16(size) | 0x4000)
        } else {
            bytes.append(bigEndian: UInt32(size) | 0x1000_0000)
        }
    }

    private mutating func identifier(_ id: ElementID) {
        let width = (32 - id.rawValue.leadingZeroBitCount + 7) / 8
        for index in (0..<width).reversed() { bytes.append(UInt8(truncatingIfNeeded: id.rawValue >> UInt32(8 * index))) }
    }
}
