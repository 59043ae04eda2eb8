import Media
import Testing

@Suite struct RTXTests {
    private let original = TestPacket(
        marker: true, sequence: 0xffff, timestamp: 77, ssrc: 5, sources: [8], extensions: [0x10, 3], payload: [10, 20, 30])

    private func unwrap(_ packet: [UInt8]) throws -> [UInt8]? {
        let header = try #require(packet.rtp)
        return unsafe written { destination in
            unsafe packet.withUnsafeBytes { unsafe RTX.unwrap($0, header: header, payloadType: 96, ssrc: 5, into: destination) }
        }
    }

    private func unwrapInPlace(_ packet: [UInt8]) throws -> [UInt8]? {
        let header = try #require(packet.rtp)
        var copy = packet
        return unsafe copy.withUnsafeMutableBytes { unsafe RTX.unwrap(inPlace: $0, header: header, payloadType: 96, ssrc: 5) }
            .map { Array(copy[..<$0]) }
    }

    @Test func thereAndBack() throws {
        let bytes = original.bytes
        let header = try #require(bytes.rtp)
        let wrapped = try #require(
            unsafe written { destination in
                unsafe bytes.withUnsafeBytes {
                    unsafe RTX.wrap($0, header: header, payloadType: 97, ssrc: 6, sequence: 3, into: destination)
                }
            })
        let repair = try #require(wrapped.rtp)
        #expect(repair.payloadType == 97 && repair.ssrc == 6 && repair.sequence == 3 && repair.timestamp == 77 && repair.marker)
        #expect(Array(wrapped[repair.payload]) == [0xff, 0xff, 10, 20, 30])
        #expect(try unwrap(wrapped) == bytes)
        #expect(try unwrapInPlace(wrapped) == bytes)
    }

    @Test func paddingGoes() throws {
        let packet = TestPacket(payloadType: 97, ssrc: 6, payload: [0, 9, 1], padding: 7).bytes
        let expected = TestPacket(sequence: 9, ssrc: 5, payload: [1]).bytes
        #expect(try unwrap(packet) == expected)
        #expect(try unwrapInPlace(packet) == expected)
    }

    @Test(arguments: [[], [1], [0, 1]] as [[UInt8]]) func aProbeCarriesNothing(payload: [UInt8]) throws {
        let packet = TestPacket(payload: payload, padding: 20).bytes
        #expect(try unwrap(packet) == nil)
        #expect(try unwrapInPlace(packet) == nil)
    }
}
