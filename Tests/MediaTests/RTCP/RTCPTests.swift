import Media
import Testing

@Suite struct RTCPTests {
    private let block = ReportBlock(
        ssrc: 9, fractionLost: 12, cumulativeLost: -5, highestSequence: 0x1_ffff, jitter: 77, lastSenderReport: 0xaabb_ccdd,
        delaySinceLastSenderReport: 65_536)

    private func write(capacity: Int = 2_048, _ body: (inout RTCPWriter) -> Void) -> [UInt8] {
        unsafe written(capacity: capacity) { buffer in
            var writer = unsafe RTCPWriter(buffer)
            body(&writer)
            return writer.length
        } ?? []
    }

    @Test func everythingComesBackAsItWasWritten() {
        let report = SenderReport(ssrc: 1, ntp: 0x0102_0304_0506_0708, rtpTimestamp: 3, packets: 4, octets: 5, blocks: [block, block])
        let bytes = write { writer in
            writer.senderReport(report)
            writer.sourceDescription(ssrc: 1, cname: "wer da?")
            writer.receiverReport(ssrc: 2, blocks: [block])
            writer.receiverReport(ssrc: 2, blocks: [])
            writer.nack(sender: 2, media: 9, sequences: [0xfffe, 0xffff, 0, 14, 15, 40])
            writer.pli(sender: 2, media: 9)
            writer.fir(sender: 2, requests: [FullIntraRequest(ssrc: 9, number: 255), FullIntraRequest(ssrc: 10, number: 0)])
            writer.remb(sender: 2, bitsPerSecond: 2_500_000, media: [9, 10])
            writer.bye([1, 2])
        }
        let (packets, isMalformed) = bytes.rtcp
        #expect(!isMalformed && bytes.count % 4 == 0)
        #expect(
            packets == [
                .senderReport(report), .sourceDescription([SourceDescription(ssrc: 1, cname: "wer da?")]),
                .receiverReport(ssrc: 2, blocks: [block]), .receiverReport(ssrc: 2, blocks: []),
                .nack(sender: 2, media: 9, sequences: [0xfffe, 0xffff, 0, 14, 15, 40]), .pli(sender: 2, media: 9),
                .fir(sender: 2, requests: [FullIntraRequest(ssrc: 9, number: 255), FullIntraRequest(ssrc: 10, number: 0)]),
                .remb(sender: 2, bitsPerSecond: 2_499_984 + 16, media: [9, 10]), .bye([1, 2]),
            ])
    }

    @Test(arguments: 0...12) func namesOfEveryLengthEndInWholeWords(length: Int) {
        let name = String(repeating: "n", count: length)
        let bytes = write { $0.sourceDescription(ssrc: 3, cname: name) }
        #expect(bytes.count % 4 == 0 && bytes.last == 0)
        #expect(bytes.rtcp == ([.sourceDescription([SourceDescription(ssrc: 3, cname: name)])], false))
    }

    @Test(arguments: [0, 1, 0x3_ffff, 0x4_0000, 30_000, 10_000_000_000, UInt64.max]) func bitratesKeepEighteenBits(rate: UInt64) throws {
        let packets = write { $0.remb(sender: 1, bitsPerSecond: rate, media: [2]) }.rtcp.packets
        guard case .remb(_, let read, _) = try #require(packets.first) else { return #expect(Bool(false)) }
        #expect(read <= rate && rate - read <= rate >> 17)
    }

    @Test func whatDoesNotFitIsLeftOutWhole() {
        let whole = write { $0.pli(sender: 1, media: 2) }
        for capacity in 0..<24 {
            let bytes = write(capacity: capacity) { writer in
                #expect(writer.pli(sender: 1, media: 2) == (capacity >= 12))
                #expect(writer.nack(sender: 1, media: 2, sequences: [1]) == false)
            }
            #expect(bytes == (capacity >= 12 ? whole : []), "capacity \(capacity)")
        }
    }

    @Test func everyCutEndsQuietly() {
        let bytes = write { writer in
            writer.senderReport(SenderReport(ssrc: 1, ntp: 2, rtpTimestamp: 3, packets: 4, octets: 5, blocks: [block]))
            writer.sourceDescription(ssrc: 1, cname: "abc")
            writer.remb(sender: 2, bitsPerSecond: 2_500_000, media: [9, 10])
        }
        for length in 1..<bytes.count {
            let (packets, isMalformed) = Array(bytes[..<length]).rtcp
            #expect(packets.count < 3 && (isMalformed || [52, 68].contains(length)), "cut to \(length)")
        }
    }

    @Test func countsThatLieAreRefused() {
        for type in [200, 201, 202, 203] as [UInt8] {
            #expect([0x80 | 31, type, 0, 1, 0, 0, 0, 1].rtcp.isMalformed, "type \(type)")
        }
        var remb = write { $0.remb(sender: 2, bitsPerSecond: 1, media: [9]) }
        remb[16] = 200
        #expect(remb.rtcp.isMalformed)
        #expect([0xa0, 201, 0, 1, 0, 0, 0, 0].rtcp.isMalformed, "padding of no length")
        #expect([0xa0, 201, 0, 1, 0, 0, 0, 200].rtcp.isMalformed)
        #expect([0x80, 205, 0, 0].rtcp.isMalformed, "feedback without its sources")
    }

    @Test func paddingIsPassedOver() {
        #expect([0xa0, 201, 0, 2, 0, 0, 0, 7, 0, 0, 0, 4].rtcp == ([.receiverReport(ssrc: 7, blocks: [])], false))
    }

    @Test func whatIsNotKnownIsNamed() {
        let bytes: [UInt8] = [
            0x80, 207, 0, 1, 0, 0, 0, 1, 0x8f, 205, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0x80, 204, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4,
        ]
        #expect(bytes.rtcp == ([.unknown(type: 207), .transportFeedback(sender: 1), .applicationDefined(sender: 1)], false))
    }

    @Test func aFloodOfLossesIsBounded() throws {
        var bytes: [UInt8] = [0x81, 205] + UInt16(2 + 500).octets + UInt32(1).octets + UInt32(2).octets
        for entry in 0..<500 { bytes += UInt16(entry * 17).octets + [0xff, 0xff] }
        guard case .nack(_, _, let sequences) = try #require(bytes.rtcp.packets.first) else { return #expect(Bool(false)) }
        #expect(sequences.count <= RTCPReader.limit && sequences.count > 900)
    }

    @Test func recognizesItsOwn() {
        func recognizes(_ bytes: [UInt8]) -> Bool { unsafe bytes.withUnsafeBytes { unsafe RTCPReader.recognizes($0) } }
        #expect(recognizes([0x80, 200, 0, 1, 0, 0, 0, 0]) && recognizes([0x81, 206, 0, 1, 0, 0, 0, 0]))
        #expect(!recognizes([0x80, 96 | 0x80, 0, 1, 0, 0, 0, 0]), "the marker and a payload type of 96")
        #expect(!recognizes([0x80, 200, 0, 1]) && !recognizes([]))
    }
}
