/// What a track carries.
public enum RecordedCodec: String, Hashable, Sendable, Codable {
    case opus
    case vp8
    case h264

    var matroskaID: String {
        switch self {
        case .opus: "A_OPUS"
        case .vp8: "V_VP8"
        case .h264: "V_MPEG4/ISO/AVC"
        }
    }

    public var isVideo: Bool { self != .opus }

    init?(matroskaID: String) {
        guard let codec = [Self.opus, .vp8, .h264].first(where: { $0.matroskaID == matroskaID }) else { return nil }
        self = codec
    }
}

/// A track of a Matroska file.
struct MatroskaTrack: Hashable, Sendable {
    static let audioNumber: UInt8 = 1
    static let videoNumber: UInt8 = 2

    var codec: RecordedCodec
    /// `OpusHead`, or an `AVCDecoderConfigurationRecord`; VP8 has none.
    var codecPrivate: [UInt8]
    var width = 0
    var height = 0

    var number: UInt8 { codec.isVideo ? Self.videoNumber : Self.audioNumber }

    static func opus() -> MatroskaTrack { MatroskaTrack(codec: .opus, codecPrivate: OpusHead(channels: 2, preSkip: 0).bytes) }
}

/// One frame on its way into a cluster.
struct MatroskaBlock: Sendable {
    let track: UInt8
    /// Milliseconds since the file's beginning.
    let time: Int64
    let isKeyFrame: Bool
    let frame: [UInt8]
}

/// A place to jump to.
struct MatroskaCue: Hashable, Sendable {
    let time: Int64
    let track: UInt8
    /// Of the cluster, from the start of the file.
    let position: Int64
}
