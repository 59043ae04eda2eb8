/// Puts the payloads of one picture together, in order.
struct VideoPictureBuilder: Sendable {
    let codec: VideoCodec
    private(set) var timestamp: UInt32 = 0
    private(set) var isOpen = false
    private var bytes: [UInt8] = []
    /// H.264: where the length of the fragmented unit is to be written.
    private var fragment: Int?
    private var sps: [UInt8]?
    private var pps: [UInt8]?
    private var hasIDR = false

    init(codec: VideoCodec) { self.codec = codec }

    mutating func reset() { self = VideoPictureBuilder(codec: codec) }

    /// - Returns: `false` when the payload does not belong here or cannot be read; the picture is lost.
    mutating func add(_ payload: [UInt8], timestamp: UInt32, limit: Int) -> Bool {
        guard bytes.count + payload.count <= limit else { return false }
        self.timestamp = timestamp
        defer { isOpen = true }
        return unsafe payload.withUnsafeBytes { unsafe codec == .vp8 ? addVP8(Octets($0)) : addH264(Octets($0)) }
    }

    mutating func finish(at arrival: MediaTime) -> VideoFrame? {
        guard isOpen, !bytes.isEmpty, fragment == nil else { return nil }
        var frame = VideoFrame(
            bytes: bytes, timestamp: timestamp, isKeyFrame: false, size: nil, parameterSets: nil, arrival: arrival, followsLoss: false)
        if codec == .vp8 {
            guard let header = unsafe bytes.withUnsafeBytes({ unsafe VP8FrameHeader($0) }) else { return nil }
            frame.isKeyFrame = header.isKeyFrame
            frame.size = header.size
        } else {
            frame.isKeyFrame = hasIDR
            if let sps, let pps { frame.parameterSets = H264ParameterSets(sps: sps, pps: pps) }
            frame.size = frame.parameterSets?.size
        }
        return frame
    }

    private mutating func addVP8(_ octets: Octets) -> Bool {
        guard let descriptor = VP8Descriptor(octets), descriptor.startsFrame || isOpen else { return false }
        // A second beginning under one time stamp: the end of the first is missing.
        guard !(descriptor.startsFrame && isOpen) else { return false }
        bytes += octets.bytes(descriptor.length..<octets.count)
        return true
    }

    private mutating func addH264(_ octets: Octets) -> Bool {
        var isWhole = true
        let isReadable = H264.forEachPiece(in: octets) { piece in
            guard piece.isStart == (fragment == nil) else {
                isWhole = false
                return
            }
            if piece.isStart {
                fragment = bytes.count
                bytes += [0, 0, 0, 0, piece.header]
                if piece.type == H264.UnitType.idr { hasIDR = true }
            }
            bytes += octets.bytes(piece.body)
            if piece.isEnd { closeUnit(piece.type) }
        }
        return isReadable && isWhole
    }

    private mutating func closeUnit(_ type: UInt8) {
        guard let start = fragment else { return }
        let length = UInt32(bytes.count - start - 4)
        for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - index * 8)) }
        if type == H264.UnitType.sps { sps = Array(bytes[(start + 4)...]) }
        if type == H264.UnitType.pps { pps = Array(bytes[(start + 4)...]) }
        fragment = nil
    }
}
