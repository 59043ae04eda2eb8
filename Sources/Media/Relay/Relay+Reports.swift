extension Relay {
    /// What a peer is told every half second: how its media arrives, what it may send, and the clocks of what it gets.
    func sendReports(to peer: Peer, into batch: DatagramBatch) {
        if peer.ice.advance(to: now) { choosePath(of: peer) }
        peer.reportNumber &+= 1
        let slot = unsafe batch.next()
        var writer = unsafe RTCPWriter(UnsafeMutableRawBufferPointer(start: slot, count: Self.controlBytes))
        blocks.removeAll(keepingCapacity: true)
        pictures.removeAll(keepingCapacity: true)
        var bits: UInt64 = 0
        for source in peer.sources where source.isStarted {
            blocks.append(source.state.statistics.report(ssrc: source.ssrc, at: now))
            retrace(source)
            guard source.isVideo else { continue }
            pictures.append(source.ssrc)
            bits += allowance(of: source)
        }
        writer.receiverReport(ssrc: peer.reporter, blocks: blocks)
        writer.sourceDescription(ssrc: peer.reporter, cname: peer.cname)
        if !pictures.isEmpty { writer.remb(sender: peer.reporter, bitsPerSecond: bits, media: pictures) }
        // Once a second is enough for clocks.
        if peer.reportNumber & 1 == 0 { for forwarder in peer.forwarders { describe(forwarder, &writer) } }
        unsafe finish(writer, slot, to: peer, into: batch)
        if peer.lastQuality + policy.qualityInterval <= now { reportQuality(of: peer) }
    }

    // MARK: Bandwidth

    /// What a sender may spend on a source: as much as its slowest receiver can take.
    private func allowance(of source: Source) -> UInt64 {
        var lowest = policy.maximumBitrate
        for link in source.links { lowest = min(lowest, unsafe share(of: link.object.receiver)) }
        return max(lowest, policy.minimumBitrate)
    }

    /// A receiver's estimate is of its whole link: each picture gets the same part of what voices leave.
    private func share(of receiver: Peer) -> UInt64 {
        guard let estimate = receiver.estimate, estimate.at + policy.estimateLifetime > now else { return policy.maximumBitrate }
        let (voices, pictures) = receiver.forwarders.reduce(into: (UInt64(0), UInt64(0))) { counts, forwarder in
            guard unsafe forwarder.source != nil else { return }
            if forwarder.feed.kind.isVideo { counts.1 += 1 } else { counts.0 += 1 }
        }
        let voice = voices * 40_000
        return (estimate.bitsPerSecond > voice ? estimate.bitsPerSecond - voice : 0) / max(1, pictures)
    }

    // MARK: Clocks

    /// The sender report of an outgoing stream. All streams of one member are put on our wall clock by one offset, so what was in step
    /// when it was sent is in step when it is shown.
    private func describe(_ forwarder: Forwarder, _ writer: inout RTCPWriter) {
        let source = unsafe forwarder.source
        let isMusic = unsafe forwarder.receiver.music?.forwarder === forwarder
        let sourceTimestamp = source.flatMap { timestamp(of: $0) }
        guard forwarder.packets > 0, sourceTimestamp != nil || isMusic,
            let timestamp = forwarder.timestamp(at: now, sourceTimestamp: isMusic ? nil : sourceTimestamp)
        else { return }
        let report = SenderReport(
            ssrc: forwarder.ssrc, ntp: wallClock.ntp(now), rtpTimestamp: timestamp, packets: forwarder.packets, octets: forwarder.octets)
        if writer.senderReport(report) {
            writer.sourceDescription(ssrc: forwarder.ssrc, cname: forwarder.cname)
        }
    }

    /// What the source's clock shows now, from its last report.
    private func timestamp(of source: Source) -> UInt32? {
        guard let report = source.report, let offset = unsafe source.peer.clockOffset.value else { return nil }
        let elapsed = wallClock.nanoseconds(at: now) - offset - NTP.nanoseconds(report.ntp)
        let (seconds, rest) = elapsed.quotientAndRemainder(dividingBy: 1_000_000_000)
        let rate = Int64(source.format.clockRate)
        return report.rtpTimestamp &+ UInt32(truncatingIfNeeded: seconds &* rate &+ rest * rate / 1_000_000_000)
    }

    // MARK: Quality

    private func reportQuality(of peer: Peer) {
        let seconds = Double((now - peer.lastQuality).inNanoseconds) / 1e9
        peer.lastQuality = now
        var report = QualityReport()
        report.roundTrip = peer.roundTrip
        var (expected, lost) = (Int64(0), Int64(0))
        var (bytes, voice) = (UInt64(0), false)
        for source in peer.sources where source.isStarted {
            let interval = source.quality.advance(
                expected: Int64(source.state.statistics.expected), lost: Int64(source.state.statistics.lost))
            expected += interval.expected
            lost += interval.lost
            report.up.packets += source.state.packets
            bytes += source.state.bytes
            report.up.jitter = max(report.up.jitter, Self.duration(source.state.statistics.jitter, source.format.clockRate))
            if !source.isVideo, source.state.packets > 0 { voice = true }
            (source.state.packets, source.state.bytes) = (0, 0)
        }
        report.up.finish(expected: expected, lost: lost, bytes: bytes, seconds: seconds, voice: voice, roundTrip: peer.roundTrip)
        (expected, lost, bytes, voice) = (0, 0, 0, false)
        for forwarder in peer.forwarders {
            report.down.packets += forwarder.intervalPackets
            bytes += forwarder.intervalBytes
            if !forwarder.feed.kind.isVideo, forwarder.intervalPackets > 0 { voice = true }
            (forwarder.intervalPackets, forwarder.intervalBytes) = (0, 0)
            guard let block = forwarder.block else { continue }
            let interval = forwarder.quality.advance(expected: Int64(block.highestSequence), lost: Int64(block.cumulativeLost))
            expected += interval.expected
            lost += interval.lost
            report.down.jitter = max(report.down.jitter, Self.duration(block.jitter, forwarder.format.clockRate))
        }
        report.down.finish(expected: expected, lost: lost, bytes: bytes, seconds: seconds, voice: voice, roundTrip: peer.roundTrip)
        unsafe events.append(.quality(peer.room.id, peer.member, report))
    }

    private static func duration(_ units: UInt32, _ clockRate: UInt32) -> Duration {
        .nanoseconds(Int64(units) * 1_000_000_000 / Int64(max(1, clockRate)))
    }
}

extension QualityReport.Direction {
    fileprivate mutating func finish(
        expected: Int64, lost: Int64, bytes: UInt64, seconds: Double, voice: Bool, roundTrip: Duration?
    ) {
        loss = expected > 0 ? min(1, Double(lost) / Double(expected)) : 0
        bitsPerSecond = seconds > 0 ? UInt64(Double(bytes) * 8 / seconds) : 0
        if voice { opinionScore = OpinionScore.estimate(loss: loss, jitter: jitter, roundTrip: roundTrip) }
    }
}
