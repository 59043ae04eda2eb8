import Fuzzing
import Media

/// Descriptor, frame header and assembly of VP8.
final class VP8Target: FuzzTarget {
    let name = "vp8"
    let dictionary: [[UInt8]] = [[0x90, 0x80], [0x90, 0xf0, 0xff, 0xff], [0x9d, 0x01, 0x2a], [0x10, 0, 0, 0x9d, 0x01, 0x2a]]

    func run(_ input: [UInt8]) {
        unsafe input.withUnsafeBytes { payload in
            if let descriptor = unsafe VP8Descriptor(payload) { precondition(descriptor.length < input.count) }
            _ = unsafe VP8FrameHeader(payload)
            _ = unsafe VP8FrameHeader.startsKeyFrame(payload)
            _ = unsafe OpusPacket(payload)
        }
        assemble(input, codec: .vp8)
    }
}

/// Units, parameter sets and assembly of H.264.
final class H264Target: FuzzTarget {
    let name = "h264"
    let dictionary: [[UInt8]] = [
        [0x7c, 0x85], [0x7c, 0x45], [0x78, 0, 4], [0x67, 0x42, 0xc0, 0x1f], [0x67, 0x64, 0, 0x1f], [0x68, 0xce], [0, 0, 3],
    ]

    func run(_ input: [UInt8]) {
        unsafe input.withUnsafeBytes { payload in
            unsafe H264.forEachPiece(in: payload) { precondition($0.body.upperBound <= input.count) }
            _ = unsafe H264.startsKeyFrame(payload)
        }
        if let sets = H264ParameterSets(sps: input, pps: [0x68, 0]) {
            precondition(sets.decoderConfiguration.count > input.count)
            if let size = sets.size { precondition(size.width > 0 && size.height > 0) }
        }
        assemble(input, codec: .h264)
    }
}

/// Takes the input for a row of packets: a byte of length, a byte that bends sequence, marker and time, then the payload.
private func assemble(_ input: [UInt8], codec: VideoCodec) {
    var limits = VideoFrameAssembler.Limits()
    (limits.packets, limits.bytes) = (16, 4_096)
    var assembler = VideoFrameAssembler(codec: codec, limits: limits)
    var rest = input[...]
    var (sequence, timestamp) = (UInt16(0xfff8), UInt32(0))
    var time = MediaTime(nanoseconds: 0)
    while let length = rest.popFirst(), let control = rest.popFirst() {
        sequence &+= UInt16(control & 3)
        if control & 4 != 0 { timestamp &+= 3_000 }
        time += .milliseconds(Int64(control >> 4) * 10)
        let head: [UInt8] = [0x80, (control & 8) << 4 | 96, UInt8(sequence >> 8), UInt8(truncatingIfNeeded: sequence)]
        let stamp = (0..<4).map { UInt8(truncatingIfNeeded: timestamp >> UInt32(24 - $0 * 8)) }
        let packet = head + stamp + [0, 0, 0, 1] + rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
        unsafe packet.withUnsafeBytes { bytes in
            if let header = unsafe RTPHeader(bytes) { unsafe assembler.insert(bytes, header: header, at: time) }
        }
        while let frame = assembler.next(at: time) { precondition(!frame.bytes.isEmpty && frame.bytes.count <= limits.bytes + 1_024) }
    }
}
