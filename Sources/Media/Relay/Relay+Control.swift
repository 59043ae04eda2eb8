extension Relay {
    /// An RTCP datagram of a connected peer, still encrypted.
    func receiveControl(_ datagram: UnsafeMutableRawBufferPointer, of peer: Peer, _ receiver: SRTPReceiver, into batch: DatagramBatch) {
        guard let start = datagram.baseAddress else { return }
        guard peer.controlPackets.take(at: now) else {
            counters.limited &+= 1
            return
        }
        switch unsafe receiver.unprotectRTCP(start, length: datagram.count) {
        case .packet(let length):
            peer.lastAuthentic = now
            unsafe read(UnsafeRawBufferPointer(start: start, count: length), of: peer, into: batch)
        case let failure:
            count(failure)
        }
    }

    private func read(_ datagram: UnsafeRawBufferPointer, of peer: Peer, into batch: DatagramBatch) {
        var reader = unsafe RTCPReader(datagram)
        while let packet = reader.next() {
            switch packet {
            case .senderReport(let report):
                take(report, of: peer)
                take(report.blocks, of: peer)
            case .receiverReport(_, let blocks):
                take(blocks, of: peer)
            case .nack(_, let media, let sequences):
                if let forwarder = peer.forwarder(media) { resend(sequences, of: forwarder, into: batch) }
            case .pli(_, let media):
                askKeyFrame(media, of: peer)
            case .fir(_, let requests):
                for request in requests.prefix(policy.sections) { askKeyFrame(request.ssrc, of: peer) }
            case .remb(_, let bitsPerSecond, _):
                peer.estimate = (bitsPerSecond: bitsPerSecond, at: now)
            case .sourceDescription, .bye, .transportFeedback, .applicationDefined, .unknown:
                break
            }
        }
        if reader.isMalformed { counters.malformed &+= 1 }
    }

    /// A sender's clock.
    private func take(_ report: SenderReport, of peer: Peer) {
        guard let source = peer.sources.first(where: { $0.ssrc == report.ssrc }), report.ntp != 0 else { return }
        source.state.statistics.receiveSenderReport(ntp: report.ntp, at: now)
        source.report = report
        peer.clockOffset.add(wallClock.nanoseconds(at: now) - NTP.nanoseconds(report.ntp), at: now)
        if let track = source.tapTrack { tapReport(report, of: source, track: track) }
    }

    /// What a receiver says about what we send.
    private func take(_ blocks: [ReportBlock], of peer: Peer) {
        for block in blocks {
            guard let forwarder = peer.forwarder(block.ssrc) else { continue }
            forwarder.block = block
            guard let roundTrip = block.roundTrip(at: wallClock.ntp(now)) else { continue }
            // As TCP smooths it (RFC 6298 §2).
            peer.roundTrip = peer.roundTrip.map { $0 * 7 / 8 + roundTrip / 8 } ?? roundTrip
            for source in peer.sources { source.state.nack.roundTrip = peer.roundTrip ?? roundTrip }
        }
    }

    private func askKeyFrame(_ media: UInt32, of peer: Peer) {
        guard let forwarder = peer.forwarder(media), let source = unsafe forwarder.source, source.isVideo else { return }
        counters.keyFrameRequestsReceived &+= 1
        guard peer.keyFrameRequests.take(at: now) else {
            counters.limited &+= 1
            return
        }
        askKeyFrame(of: source)
    }

    /// Asks a sender again for what was lost, and for key frames.
    func askForLost(of peer: Peer, into batch: DatagramBatch) {
        let slot = unsafe batch.next()
        var writer = unsafe RTCPWriter(UnsafeMutableRawBufferPointer(start: slot, count: Self.controlBytes))
        for source in peer.sources where source.isVideo && source.isStarted {
            if source.repairDeadline != nil { askAgain(source, &writer) }
            if source.state.requests.take(at: now) {
                begin(&writer, for: peer)
                writer.pli(sender: peer.reporter, media: source.ssrc)
                counters.keyFrameRequestsSent &+= 1
            }
        }
        unsafe finish(writer, slot, to: peer, into: batch)
    }

    private func askAgain(_ source: Source, _ writer: inout RTCPWriter) {
        lost.removeAll(keepingCapacity: true)
        if source.state.nack.requests(at: now, into: &lost) { source.state.requests.ask() }
        guard !lost.isEmpty else { return }
        let peer = unsafe source.peer
        begin(&writer, for: peer)
        writer.nack(sender: peer.reporter, media: source.ssrc, sequences: lost)
        counters.nacksSent &+= 1
    }

    /// What a compound packet begins with (RFC 3550 §6.1).
    private func begin(_ writer: inout RTCPWriter, for peer: Peer) {
        guard writer.length == 0 else { return }
        writer.receiverReport(ssrc: peer.reporter, blocks: [])
        writer.sourceDescription(ssrc: peer.reporter, cname: peer.cname)
    }

    /// Encrypts and sends what was written to the batch's next slot, if anything was.
    func finish(_ writer: RTCPWriter, _ slot: UnsafeMutableRawPointer, to peer: Peer, into batch: DatagramBatch) {
        guard writer.length > 0, peer.canSend, let length = unsafe peer.sender?.protectRTCP(slot, length: writer.length) else { return }
        batch.commit(length, to: peer.path)
    }

    /// Plain RTCP in one datagram.
    static var controlBytes: Int { 1_160 }
}

extension Peer {
    func forwarder(_ ssrc: UInt32) -> Forwarder? { forwarders.first { $0.ssrc == ssrc } }
}
