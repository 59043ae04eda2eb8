import Media
import Testing

@Suite struct RTPHeaderTests {
    @Test func readsEveryPart() throws {
        let packet = TestPacket(
            marker: true, payloadType: 111, sequence: 0xfffe, timestamp: 0xdead_beef, ssrc: 7, sources: [1, 2], extensions: [0x10, 0x85],
            payload: [9, 8, 7], padding: 5)
        let header = try #require(packet.bytes.rtp)
        #expect(header.marker && header.payloadType == 111 && header.sequence == 0xfffe && header.timestamp == 0xdead_beef)
        #expect(header.ssrc == 7 && header.headerLength == 12 + 8 + 8 && header.paddingLength == 5)
        #expect(Array(packet.bytes[header.payload]) == [9, 8, 7])
        #expect(packet.bytes.elements == [1: [0x85]])
    }

    @Test func refusesWhatIsNoWholePacket() {
        let whole = TestPacket(sources: [1], extensions: [0x10, 1], payload: [], padding: 0).bytes
        for length in whole.indices { #expect(Array(whole[..<length]).rtp == nil, "cut to \(length)") }
        #expect(whole.rtp != nil)
        for version in [UInt8(0), 1, 3] { #expect([whole[0] & 0x3f | version << 6].rtp == nil) }
        var wrong = whole
        wrong[0] = wrong[0] & 0x3f
        #expect(wrong.rtp == nil)
    }

    @Test func paddingCannotBeLongerThanThePacket() {
        var packet = TestPacket(payload: [1], padding: 3).bytes
        for count in [UInt8(0), 5, 255] {
            packet[packet.count - 1] = count
            #expect(packet.rtp == nil)
        }
        packet[packet.count - 1] = 4
        #expect(packet.rtp?.payload.isEmpty == true, "a probe: padding only")
    }

    @Test func readsTheSSRCOfCiphertext() {
        var packet = TestPacket(ssrc: 0xaabb_ccdd, padding: 3).bytes
        packet[packet.count - 1] = 0xff
        #expect(packet.rtp == nil)
        #expect(unsafe packet.withUnsafeBytes { unsafe RTPHeader.ssrc(of: $0) } == 0xaabb_ccdd)
    }

    @Test func walksBothFormsOfExtensions() {
        let one = TestPacket(extensions: [0x10, 0xaa, 0, 0, 0x32, 1, 2, 3]).bytes
        #expect(one.elements == [1: [0xaa], 3: [1, 2, 3]], "zeros between the elements are padding")
        let two = TestPacket(profile: 0x1003, extensions: [1, 0, 0, 200, 2, 7, 8]).bytes
        #expect(two.elements == [1: [], 200: [7, 8]])
        #expect(TestPacket(profile: 0x4242, extensions: [0x10, 0xaa]).bytes.elements == [:], "another profile is not looked into")
    }

    @Test func endsAtWhatCannotBeRead() {
        #expect(TestPacket(extensions: [0x10, 1, 0xf0, 2, 0x20, 3]).bytes.elements == [1: [1]], "15 ends the walk")
        #expect(TestPacket(extensions: [0x10, 1, 0x01, 2, 3, 0x20]).bytes.elements == [1: [1]], "so does 0 with a length")
        #expect(TestPacket(extensions: [0x10, 1, 0x2f, 2]).bytes.elements == [1: [1]], "longer than the block")
        #expect(TestPacket(profile: 0x1000, extensions: [1, 1, 9, 2]).bytes.elements == [1: [9]], "an id without a length")
        #expect(TestPacket(profile: 0x1000, extensions: [1, 9, 9, 2]).bytes.elements == [:])
    }

    @Test func audioLevelAndSendTime() {
        #expect(AudioLevel(byte: 0x85).isVoice && AudioLevel(byte: 0x85).attenuation == 5)
        #expect(milliseconds(500).absoluteSendTime == 1 << 17)
        #expect(milliseconds(63_999).absoluteSendTime > 0xff_0000)
        #expect(milliseconds(64_000).absoluteSendTime == 0, "wraps after 64 seconds")
    }
}
