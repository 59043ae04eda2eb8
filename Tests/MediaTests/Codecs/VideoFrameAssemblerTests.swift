import Media
import Testing

@Suite struct VideoFrameAssemblerTests {
    /// Three packets a picture; every tenth is a key frame.
    private func picture(_ index: Int, start: UInt16) -> [TestPacket] {
        let isKey = index % 10 == 0
        let header: [UInt8] = isKey ? [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0] : [0x11, 0, 0]
        return (0..<3).map { part in
            let descriptor: [UInt8] = [part == 0 ? 0x90 : 0x80, 0x80, UInt8(index & 0x7f)]
            let body = part == 0 ? header : [UInt8(part), UInt8(index & 0xff)]
            return TestPacket(
                marker: part == 2, sequence: start &+ UInt16(truncatingIfNeeded: index * 3 + part),
                timestamp: 0xffff_f000 &+ UInt32(index * 3_000), payload: descriptor + body)
        }
    }

    private func insert(_ packet: TestPacket, into assembler: inout VideoFrameAssembler, at time: MediaTime) throws {
        let bytes = packet.bytes
        let header = try #require(bytes.rtp)
        unsafe bytes.withUnsafeBytes { unsafe assembler.insert($0, header: header, at: time) }
    }

    @Test(arguments: wrapPoints) func inOrderOverEveryEdge(start: UInt16) throws {
        var assembler = VideoFrameAssembler(codec: .vp8)
        var frames: [VideoFrame] = []
        for index in 0..<30 {
            for packet in picture(index, start: start) { try insert(packet, into: &assembler, at: milliseconds(Int64(index) * 33)) }
            while let frame = assembler.next(at: milliseconds(Int64(index) * 33)) { frames.append(frame) }
        }
        #expect(frames.count == 30 && frames.filter(\.isKeyFrame).count == 3 && !frames.contains { $0.followsLoss })
        #expect(frames[0].size == PictureSize(width: 320, height: 240) && frames[1].size == nil)
        #expect(frames[1].bytes == [0x11, 0, 0, 1, 1, 2, 1] && frames[7].timestamp == 0xffff_f000 &+ 21_000)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>) func everyRandomScheduleGivesOnlyWhatCanBeDecoded(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var assembler = VideoFrameAssembler(codec: .vp8)
        let start = try #require(wrapPoints.randomElement(using: &random))
        var arrivals: [(due: Int, packet: TestPacket)] = []
        var broken: Set<Int> = []
        for index in 0..<300 {
            for packet in picture(index, start: start) {
                if index > 0 && Int.random(in: 0..<200, using: &random) == 0 {
                    broken.insert(index)
                    continue
                }
                for _ in 0...(Int.random(in: 0..<30, using: &random) == 0 ? 1 : 0) {
                    arrivals.append((index * 33 + Int.random(in: 0..<(index == 0 ? 1 : 400), using: &random), packet))
                }
            }
        }
        arrivals.sort { $0.due < $1.due }
        var frames: [Int] = []
        for entry in arrivals {
            try insert(entry.packet, into: &assembler, at: milliseconds(Int64(entry.due)))
            while let frame = assembler.next(at: milliseconds(Int64(entry.due))) {
                frames.append(Int((frame.timestamp &- 0xffff_f000) / 3_000))
            }
        }
        while let frame = assembler.next(at: milliseconds(100_000)) { frames.append(Int((frame.timestamp &- 0xffff_f000) / 3_000)) }
        var expected: [Int] = []
        var isDecodable = false
        for index in 0..<300 {
            if broken.contains(index) { isDecodable = false } else if index % 10 == 0 { isDecodable = true }
            if isDecodable { expected.append(index) }
        }
        #expect(frames == expected, "seed \(seed)")
    }

    @Test func probesKeepTheSequenceWhole() throws {
        var assembler = VideoFrameAssembler(codec: .vp8)
        let parts = picture(0, start: 10)
        try insert(parts[0], into: &assembler, at: milliseconds(0))
        try insert(TestPacket(sequence: 11, payload: [], padding: 200), into: &assembler, at: milliseconds(0))
        for var part in parts[1...] {
            part.sequence &+= 1
            try insert(part, into: &assembler, at: milliseconds(0))
        }
        #expect(assembler.next(at: milliseconds(0))?.isKeyFrame == true)
    }

    @Test func memoryIsBounded() throws {
        var limits = VideoFrameAssembler.Limits()
        limits.packets = 50
        var assembler = VideoFrameAssembler(codec: .vp8, limits: limits)
        try insert(picture(0, start: 0)[0], into: &assembler, at: milliseconds(0))
        for index in 1..<30 { for packet in picture(index, start: 0) { try insert(packet, into: &assembler, at: milliseconds(0)) } }
        #expect(assembler.next(at: milliseconds(0))?.followsLoss == true, "does not wait for the time when it is full")
        #expect(assembler.lostPackets == 2)
    }

    @Test func putsH264Together() throws {
        var assembler = VideoFrameAssembler(codec: .h264)
        let (sps, pps) = (H264Tests.sps, H264Tests.pps)
        let sets: [UInt8] = [0x78] + UInt16(sps.count).octets + sps + UInt16(pps.count).octets + pps
        let payloads: [[UInt8]] = [sets, [0x7c, 0x85, 1, 2], [0x7c, 0x05, 3], [0x7c, 0x45, 4]]
        for (index, payload) in payloads.enumerated() {
            try insert(TestPacket(marker: index == 3, sequence: UInt16(index), payload: payload), into: &assembler, at: milliseconds(0))
        }
        try insert(TestPacket(marker: true, sequence: 4, timestamp: 4_000, payload: [0x41, 7]), into: &assembler, at: milliseconds(1))
        let first = assembler.next(at: milliseconds(1))
        let key = try #require(first)
        #expect(key.isKeyFrame && key.size == PictureSize(width: 1_280, height: 720) && key.parameterSets?.sps == sps)
        #expect(key.bytes == UInt32(sps.count).octets + sps + UInt32(pps.count).octets + pps + [0, 0, 0, 5, 0x65, 1, 2, 3, 4])
        let second = assembler.next(at: milliseconds(1))
        let delta = try #require(second)
        #expect(!delta.isKeyFrame && delta.bytes == [0, 0, 0, 2, 0x41, 7])
    }
}
