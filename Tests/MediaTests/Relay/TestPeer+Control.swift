@testable import Media

extension TestPeer {
    /// Its wall clock as NTP.
    private var ntp: UInt64 { world.wallClock.ntp(now + clockOffset) }

    /// Everything a browser says now and then; far more often than one would.
    func report() {
        transmit(protectingRTCP: { writer in
            for sender in senders where sender.packets > 0 {
                writer.senderReport(
                    SenderReport(ssrc: sender.ssrc, ntp: ntp, rtpTimestamp: sender.timestamp(at: now), packets: sender.packets, octets: 0))
            }
            let blocks = streams.filter { !$0.packets.isEmpty }.map { $0.statistics.report(ssrc: $0.ssrc, at: now) }
            writer.receiverReport(ssrc: reporter, blocks: blocks)
            writer.sourceDescription(ssrc: reporter, cname: "test")
            if let estimate { writer.remb(sender: reporter, bitsPerSecond: estimate, media: streams.map(\.ssrc)) }
            guard answersRequests else { return }
            for stream in streams where stream.use.kind.isVideo { ask(for: stream, &writer) }
        })
    }

    private func ask(for stream: TestStream, _ writer: inout RTCPWriter) {
        var sequences: [UInt16] = []
        let needsKeyFrame = stream.nack.requests(at: now, into: &sequences)
        if !sequences.isEmpty { writer.nack(sender: reporter, media: stream.ssrc, sequences: sequences) }
        if needsKeyFrame { writer.pli(sender: reporter, media: stream.ssrc) }
    }

    func receiveControl(_ datagram: [UInt8]) {
        unsafe datagram.withUnsafeBytes { datagram in
            var reader = unsafe RTCPReader(datagram)
            while let packet = reader.next() { take(packet) }
        }
    }

    private func take(_ packet: RTCPPacket) {
        switch packet {
        case .senderReport(let report):
            guard let stream = streams.first(where: { $0.ssrc == report.ssrc }) else { return }
            stream.reports.append((report: report, at: now))
            stream.statistics.receiveSenderReport(ntp: report.ntp, at: now)
        case .receiverReport(_, let blocks):
            for block in blocks { self.blocks[block.ssrc] = block }
        case .nack(_, let media, let sequences):
            if let sender = senders.first(where: { $0.ssrc == media }) { retransmit(sequences, of: sender) }
        case .pli(_, let media):
            guard let sender = senders.first(where: { $0.ssrc == media }) else { return }
            sender.keyFrameRequests += 1
            sender.wantsKeyFrame = true
        case .remb(_, let bits, _):
            allowances.append((bits: bits, at: now))
        default: break
        }
    }
}
