import Media
import Testing

@Suite struct VP8Tests {
    private func descriptor(_ bytes: [UInt8]) -> VP8Descriptor? { unsafe bytes.withUnsafeBytes { unsafe VP8Descriptor($0) } }
    private func frame(_ bytes: [UInt8]) -> VP8FrameHeader? { unsafe bytes.withUnsafeBytes { unsafe VP8FrameHeader($0) } }

    @Test func readsEveryForm() throws {
        #expect(descriptor([0x10, 0])?.length == 1)
        let long = try #require(descriptor([0xb3, 0xf0, 0xff, 0xfe, 7, 0xa1, 0]))
        #expect(long.pictureID == 0x7ffe && long.temporalLevelZeroIndex == 7 && long.temporalLayer == 2 && long.length == 6)
        #expect(long.isNonReference && long.startsPartition && long.partition == 3 && !long.startsFrame)
        let short = try #require(descriptor([0x90, 0x80, 0x7f, 0]))
        #expect(short.pictureID == 0x7f && short.length == 3 && short.startsFrame)
        let key = try #require(descriptor([0x90, 0x10, 0x05, 0]))
        #expect(key.temporalLayer == nil && key.length == 3, "a key index alone")
    }

    @Test func aCutDescriptorIsRefused() {
        let whole: [UInt8] = [0x90, 0xf0, 0xff, 0xfe, 7, 0xa1, 0]
        for length in 0..<whole.count { #expect(descriptor(Array(whole[..<length])) == nil) }
        #expect(descriptor(whole) != nil)
    }

    @Test func keyFramesSayTheirSize() throws {
        let key = try #require(frame([0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x45, 0xd0, 0x82, 0]))
        #expect(key.isKeyFrame && key.isShown && key.size == PictureSize(width: 1_280, height: 720), "scaling bits are not size")
        #expect(frame([0x11, 0, 0])?.isKeyFrame == false)
        #expect(frame([0x10, 0, 0, 0x9d, 0x01, 0x2b, 0, 5, 0, 2]) == nil && frame([0x10, 0, 0, 0x9d]) == nil && frame([]) == nil)
    }

    @Test func findsKeyFramesInPassing() {
        func starts(_ bytes: [UInt8]) -> Bool { unsafe bytes.withUnsafeBytes { unsafe VP8FrameHeader.startsKeyFrame($0) } }
        #expect(starts([0x90, 0x80, 5, 0x10]) && starts([0x10, 0x10]))
        #expect(!starts([0x90, 0x80, 5, 0x11]) && !starts([0x00, 0x10]) && !starts([0x11, 0x10]) && !starts([0x10]) && !starts([]))
    }
}

@Suite struct OpusTests {
    private func packet(_ bytes: [UInt8]) -> OpusPacket? { unsafe bytes.withUnsafeBytes { unsafe OpusPacket($0) } }

    @Test(
        arguments: [
            (0x00, 480), (0x08, 960), (0x18, 2_880), (0x60, 480), (0x68, 960), (0x80, 120), (0x88, 240), (0x98, 960), (0xf8, 960),
            (0xf9, 1_920),
        ] as [(UInt8, Int)]) func durations(contents: UInt8, samples: Int)
    {
        #expect(packet([contents, 1, 2])?.sampleCount == samples)
    }

    @Test func readsTheRest() throws {
        let stereo = try #require(packet([0xff, 0x03, 1, 2]))
        #expect(stereo.isStereo && stereo.frameCount == 3 && stereo.duration == .milliseconds(60))
        #expect(packet([0x08])?.isDiscontinuous == true && packet([0x08, 1, 2])?.isDiscontinuous == false)
        #expect(packet([]) == nil && packet([0x03]) == nil && packet([0x03, 0x00]) == nil)
        #expect(packet([0x1b, 0x03]) == nil, "three times 60 ms is more than there may be")
    }
}

@Suite struct H264Tests {
    static let sps: [UInt8] = [
        0x67, 0x42, 0xc0, 0x1f, 0xda, 0x01, 0x40, 0x16, 0xe8, 0x40, 0, 0, 3, 0, 0x40, 0, 0, 0x0c, 0x83, 0xc6, 0x0c, 0xa8,
    ]
    static let pps: [UInt8] = [0x68, 0xce, 0x3c, 0x80]

    private func pieces(_ payload: [UInt8]) -> (units: [[UInt8]], isReadable: Bool) {
        var units: [[UInt8]] = []
        let isReadable = unsafe payload.withUnsafeBytes { bytes in
            unsafe H264.forEachPiece(in: bytes) { units.append([$0.header] + payload[$0.body]) }
        }
        return (units, isReadable)
    }

    @Test func takesUnitsApart() {
        #expect(pieces([0x41, 1, 2]) == ([[0x41, 1, 2]], true))
        #expect(pieces([0x78, 0, 2, 0x67, 1, 0, 1, 0x68]) == ([[0x67, 1], [0x68]], true))
        #expect(pieces([0x7c, 0x85, 9]) == ([[0x65, 9]], true), "a fragment has its unit's header back")
    }

    @Test func endsAtWhatLies() {
        #expect(pieces([0x78, 0, 9, 0x67]) == ([], false) && pieces([0x78, 0, 1, 0x67, 0]) == ([[0x67]], false))
        #expect(pieces([0x78, 0, 0, 1]).isReadable == false)
        for payload in [[], [0x41], [0x7c, 0x85], [0x7c, 0x80, 1], [0x7d, 0, 0, 0], [0x40, 1]] as [[UInt8]] {
            #expect(pieces(payload) == ([], false))
        }
    }

    @Test func findsKeyFramesInPassing() {
        func starts(_ bytes: [UInt8]) -> Bool { unsafe bytes.withUnsafeBytes { unsafe H264.startsKeyFrame($0) } }
        #expect(starts([0x67, 1]) && starts([0x65, 1]) && starts([0x7c, 0x85, 1]) && starts([0x78, 0, 2, 0x67, 1]))
        #expect(!starts([0x41, 1]) && !starts([0x7c, 0x05, 1]) && !starts([0x7c, 0x81, 1]))
    }

    @Test func readsTheSizeAndWritesTheRecord() throws {
        let sets = try #require(H264ParameterSets(sps: Self.sps, pps: Self.pps))
        #expect(sets.size == PictureSize(width: 1_280, height: 720))
        let record = [1, 0x42, 0xc0, 0x1f, 0xff, 0xe1, 0, UInt8(Self.sps.count)] + Self.sps + [1, 0, 4] + Self.pps
        #expect(sets.decoderConfiguration == record)
        #expect(H264ParameterSets(sps: Self.pps, pps: Self.sps) == nil && H264ParameterSets(sps: [], pps: []) == nil)
        for length in 4..<9 { #expect(H264ParameterSets(sps: Array(Self.sps[..<length]), pps: Self.pps)?.size == nil) }
    }
}
