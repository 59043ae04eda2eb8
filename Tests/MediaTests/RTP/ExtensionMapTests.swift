import Media
import Testing

@Suite struct ExtensionMapTests {
    private let source: [HeaderExtension: UInt8] = [.mid: 4, .absSendTime: 2, .audioLevel: 1, .videoOrientation: 13]

    private func rewrite(_ map: ExtensionMap, _ packet: [UInt8], mid: String? = nil, sendTime: UInt32? = nil, capacity: Int = 2_048) throws
        -> [UInt8]
    {
        let header = try #require(packet.rtp)
        return try #require(
            unsafe written(capacity: capacity) { destination in
                unsafe packet.withUnsafeBytes { bytes in
                    unsafe map.rewrite(
                        bytes, header: header, into: destination, payloadType: 120, sequence: 0x7fff, timestamp: 42, ssrc: 99,
                        mid: mid.map { Array($0.utf8) }, sendTime: sendTime)
                }
            })
    }

    @Test func givesTheReceiversIdsAndItsOwnMid() throws {
        let map = ExtensionMap(from: source, to: [.mid: 3, .audioLevel: 9, .absSendTime: 14])
        let packet = TestPacket(
            marker: true, sources: [5], extensions: [0x10, 0x7f, 0x41, 0x31, 0x32, 0x22, 1, 2, 3, 0xd0, 1, 0x50, 1],
            payload: [1, 2, 3, 4, 5],
            padding: 9)
        let result = try rewrite(map, packet.bytes, mid: "video-1")
        #expect(result.elements == [3: Array("video-1".utf8), 9: [0x7f], 14: [1, 2, 3]], "orientation and the unknown are dropped")
        let header = try #require(result.rtp)
        #expect(header.marker && header.payloadType == 120 && header.sequence == 0x7fff && header.timestamp == 42 && header.ssrc == 99)
        #expect(Array(result[header.payload]) == [1, 2, 3, 4, 5] && header.paddingLength == 0 && result[0] & 0x0f == 0)
    }

    @Test func theSourcesMidNeverPasses() throws {
        let map = ExtensionMap(from: source, to: [.mid: 4, .audioLevel: 1])
        let packet = TestPacket(extensions: [0x40, 0x30, 0x10, 5]).bytes
        #expect(try rewrite(map, packet).elements == [1: [5]])
        #expect(try rewrite(map, packet, mid: "7").elements == [1: [5], 4: [0x37]])
        #expect(try rewrite(ExtensionMap(from: source, to: [:]), packet, mid: "7").elements == [:], "not negotiated, not written")
    }

    @Test func theSendTimeIsOurs() throws {
        let map = ExtensionMap(from: source, to: [.absSendTime: 6])
        let packet = TestPacket(extensions: [0x22, 1, 2, 3]).bytes
        #expect(try rewrite(map, packet, sendTime: 0x0a0b0c).elements == [6: [10, 11, 12]])
        #expect(try rewrite(map, TestPacket().bytes, sendTime: 0x0a0b0c).elements == [6: [10, 11, 12]], "added where there was none")
        #expect(try rewrite(map, packet).elements == [6: [1, 2, 3]])
    }

    @Test func anEmptyExtensionIsLeftOut() throws {
        let result = try rewrite(ExtensionMap(), TestPacket(extensions: [0x10, 1]).bytes, mid: "0")
        #expect(result.count == 16 && result[0] == 0x80)
    }

    @Test func readsTheTwoByteForm() throws {
        let map = ExtensionMap(from: source, to: [.audioLevel: 2, .videoOrientation: 3])
        let packet = TestPacket(profile: 0x1000, extensions: [1, 1, 0x11, 13, 0, 99, 1, 1]).bytes
        #expect(try rewrite(map, packet).elements == [2: [0x11]], "an empty one has no place in the one-byte form")
    }

    @Test func saysWhenThereIsNoRoom() throws {
        let packet = TestPacket(extensions: [0x10, 1], payload: [UInt8](repeating: 7, count: 100)).bytes
        let map = ExtensionMap(from: source, to: source)
        for capacity in 0..<packet.count { #expect(try rewrite(map, packet, capacity: capacity).isEmpty) }
        #expect(try rewrite(map, packet, capacity: packet.count).count == packet.count)
    }

    @Test func idsOutOfRangeAreNotUsed() {
        let map = ExtensionMap(from: [.audioLevel: 15, .absSendTime: 0], to: [.audioLevel: 1, .absSendTime: 20])
        #expect((0...255).allSatisfy { map[UInt8($0)] == 0 })
    }
}
