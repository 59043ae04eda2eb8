extension Relay {
    /// Finds the section of a packet whose SSRC no description named: by its `mid`, or by a payload type that only one section has.
    func bind(_ packet: UnsafeRawBufferPointer, _ header: RTPHeader, of peer: Peer) {
        guard let index = unsafe sectionIndex(of: packet, header, peer), let format = peer.sections[index].format,
            case .send(let kind) = peer.sections[index].use
        else {
            peer.streams.set(header.ssrc, .stranger, source: nil)
            return
        }
        let feed = FeedID(member: peer.member, kind: kind)
        if header.payloadType == format.payloadType {
            addSource(header.ssrc, feed: feed, format: format, of: peer)
        } else if header.payloadType == format.retransmissionType, let source = peer.sources.first(where: { $0.feed == feed }) {
            peer.streams.set(header.ssrc, .retransmission, source: source)
        } else {
            peer.streams.set(header.ssrc, .stranger, source: nil)
        }
    }

    private func sectionIndex(of packet: UnsafeRawBufferPointer, _ header: RTPHeader, _ peer: Peer) -> Int? {
        for index in peer.sections.indices {
            guard let id = peer.sections[index].format?.extensions[.mid],
                let place = unsafe header.extensions.value(of: id, in: packet)
            else { continue }
            let mid = unsafe packet[place]
            return peer.sections.firstIndex { unsafe $0.format != nil && $0.mid.elementsEqual(mid) }
        }
        let fitting = peer.sections.indices.filter {
            guard let format = peer.sections[$0].format else { return false }
            return format.payloadType == header.payloadType || format.retransmissionType == header.payloadType
        }
        return fitting.count == 1 ? fitting[0] : nil
    }

    /// A new stream of the feed takes the place of the one before.
    @discardableResult
    func addSource(_ ssrc: UInt32, feed: FeedID, format: Source.Format, of peer: Peer) -> Source {
        for old in peer.sources where old.feed == feed { remove(old) }
        peer.sources.removeAll { $0.feed == feed }
        let source = Source(peer: peer, feed: feed, ssrc: ssrc, format: format, policy: policy)
        peer.sources.append(source)
        peer.streams.set(ssrc, .media, source: source)
        return source
    }

    /// The source's first packet has come: from now on it carries the feed.
    func start(_ source: Source) {
        let room = unsafe source.peer.room
        let feed = room.feed(source.feed)
        if let old = feed.source { old.links = [] }
        feed.source = source
        source.state.nack.roundTrip = unsafe source.peer.roundTrip ?? .milliseconds(100)
        events.append(.firstPacket(room.id, source.feed))
        if let track = feed.track { startTap(of: source, track: track) }
        relink(feed)
    }

    /// Takes the source out of its feed and its peer's table; the caller drops it from the peer's list.
    func remove(_ source: Source) {
        let peer = unsafe source.peer
        peer.streams.forget(source)
        source.links = []
        let room = unsafe peer.room
        guard let feed = room.feeds[source.feed], feed.source === source else { return }
        stopTap(of: source)
        feed.source = nil
        relink(feed)
    }

    func remove(_ forwarder: Forwarder) {
        let receiver = unsafe forwarder.receiver
        if unsafe receiver.music?.forwarder === forwarder { receiver.music = nil }
        guard let feed = unsafe receiver.room.feeds[forwarder.feed] else { return }
        feed.forwarders.removeAll { $0 === forwarder }
        forwarder.begin(nil)
        relink(feed)
    }
}
