extension Relay {
    /// Makes the peer's sections what the offer and its uses say; those that stay the same go on undisturbed.
    /// - Returns: An answer for each section of the offer.
    func apply(_ uses: [SectionUse], of offer: SDPOffer, to peer: Peer) throws(RelayError) -> [SectionAnswer] {
        let wanted = Dictionary(uniqueKeysWithValues: uses.map { ($0.mid, $0.use) })
        let new = uses.count { use in
            if case .receive = use.use { return !peer.sections.contains { $0.mid == Array(use.mid.utf8) && $0.use == use.use } }
            return false
        }
        guard peer.outgoingStreamCount + new <= policy.outgoingStreams else { throw .tooMany }
        let kept = offer.sections.filter { !$0.isRejected }.map { (mid: Array($0.mid.utf8), use: wanted[$0.mid]) }
        for section in peer.sections where !kept.contains(where: { $0.mid == section.mid && $0.use == section.use }) {
            drop(section, of: peer)
        }
        peer.sections.removeAll { section in !kept.contains { $0.mid == section.mid && $0.use == section.use } }
        let answers = offer.sections.map { section in
            guard !section.isRejected, let use = wanted[section.mid] else {
                return section.isRejected ? SectionAnswer.reject : .inactive(codecs(of: section))
            }
            switch use {
            case .send(let kind): return receive(section, FeedID(member: peer.member, kind: kind), from: peer)
            case .receive(let feed): return send(section, feed, to: peer)
            }
        }
        unsafe peer.room.forgetUnusedFeeds()
        relinkAll(of: peer)
        return answers
    }

    private func codecs(of section: SDPSection) -> [SDPCodec] { section.codecs(accepting: CodecPolicy(video: policy.videoCodecs)) }

    private func drop(_ section: MediaSection, of peer: Peer) {
        if let forwarder = section.forwarder {
            peer.forwarders.removeAll { $0 === forwarder }
            remove(forwarder)
        }
        guard case .send(let kind) = section.use else { return }
        for source in peer.sources where source.feed.kind == kind { remove(source) }
        peer.sources.removeAll { $0.feed.kind == kind }
    }

    // MARK: What the peer sends

    private func receive(_ section: SDPSection, _ feed: FeedID, from peer: Peer) -> SectionAnswer {
        guard let codec = codecs(of: section).first, let tapCodec = TapCodec(codec) else { return .reject }
        let format = Source.Format(
            codec: tapCodec, payloadType: codec.payloadType, retransmissionType: codec.rtxPayloadType, clockRate: codec.clockRate,
            extensions: section.extensions, canNACK: codec.feedback.contains(.nack))
        let index = index(of: section, use: .send(feed.kind), peer)
        let isChanged = peer.sections[index].format != format
        peer.sections[index].format = format
        var source = peer.sources.first { $0.feed == feed }
        if let old = source, old.format.codec != format.codec || old.format.clockRate != format.clockRate {
            remove(old)
            peer.sources.removeAll { $0 === old }
            source = nil
        }
        if let source, isChanged {
            source.format = format
            unsafe peer.room.feeds[feed].map { feed in for forwarder in feed.forwarders { forwarder.adoptSource() } }
        }
        if let ssrc = section.mediaSSRCs.first {
            if source?.ssrc != ssrc { source = addSource(ssrc, feed: feed, format: format, of: peer) }
            if let repair = section.retransmissions[ssrc] { peer.streams.set(repair, .retransmission, source: source) }
        }
        return .receive([codec])
    }

    /// Where the peer's section stands; a new one is added.
    private func index(of section: SDPSection, use: SectionUse.Use, _ peer: Peer) -> Int {
        let mid = Array(section.mid.utf8)
        if let index = peer.sections.firstIndex(where: { $0.mid == mid }) { return index }
        peer.sections.append(MediaSection(mid: mid, use: use))
        return peer.sections.count - 1
    }

    // MARK: What the peer gets

    private func send(_ section: SDPSection, _ feed: FeedID, to peer: Peer) -> SectionAnswer {
        let codecs = codecs(of: section)
        guard let first = codecs.first else { return .reject }
        var payloads: [TapCodec: Forwarder.Format.Payload] = [:]
        for codec in codecs {
            guard let name = TapCodec(codec) else { continue }
            payloads[name] = Forwarder.Format.Payload(type: codec.payloadType, retransmission: codec.rtxPayloadType)
        }
        let format = Forwarder.Format(payloads: payloads, clockRate: first.clockRate, extensions: section.extensions)
        let index = index(of: section, use: .receive(feed), peer)
        if let forwarder = peer.sections[index].forwarder {
            forwarder.adopt(format)
            return .send(codecs, description(of: forwarder))
        }
        let forwarder = Forwarder(
            receiver: peer, feed: feed, ssrc: uniqueSSRC(peer), retransmissionSSRC: uniqueSSRC(peer), mid: Array(section.mid.utf8),
            format: format, using: &random)
        peer.outgoingStreamCount += 1
        peer.sections[index].forwarder = forwarder
        peer.forwarders.append(forwarder)
        unsafe peer.room.feed(feed).forwarders.append(forwarder)
        return .send(codecs, description(of: forwarder))
    }

    private func description(of forwarder: Forwarder) -> StreamDescription {
        let member = forwarder.cname
        return StreamDescription(
            ssrc: forwarder.ssrc, rtxSSRC: forwarder.feed.kind.isVideo ? forwarder.retransmissionSSRC : nil, cname: member,
            // Voice and face are one stream, and kept in step; a screen is another.
            streamID: forwarder.feed.kind == .screen ? member + "-screen" : member, trackID: "\(member)-\(forwarder.feed.kind)")
    }

    private func uniqueSSRC(_ peer: Peer) -> UInt32 {
        while true {
            let ssrc = UInt32.random(in: 1...(.max), using: &random)
            let isTaken = ssrc == peer.reporter || peer.forwarders.contains { $0.ssrc == ssrc || $0.retransmissionSSRC == ssrc }
            if !isTaken { return ssrc }
        }
    }
}

extension TapCodec {
    init?(_ codec: SDPCodec) {
        if codec.isOpus {
            self = .opus
            return
        }
        switch codec.video {
        case .vp8: self = .vp8
        case .h264: self = .h264
        case nil: return nil
        }
    }
}
