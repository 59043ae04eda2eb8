extension Relay {
    /// Connects a feed's source with exactly the forwarders that may have it now. Those that keep their source go on undisturbed.
    func relink(_ feed: Feed) {
        guard let source = feed.source else {
            for forwarder in feed.forwarders { forwarder.begin(nil) }
            return
        }
        var links: [Uncounted<Forwarder>] = []
        var gated = 0
        for forwarder in feed.forwarders {
            guard isAllowed(forwarder), forwarder.format.payloads[source.codec] != nil else {
                forwarder.begin(nil)
                continue
            }
            if unsafe forwarder.source !== source {
                forwarder.begin(source)
                if source.isVideo { askKeyFrame(of: source) }
            }
            if !forwarder.isOpen { gated += 1 }
            links.append(Uncounted(forwarder))
        }
        source.links = links
        source.gatedCount = source.isVideo ? gated : 0
    }

    private func isAllowed(_ forwarder: Forwarder) -> Bool {
        let receiver = unsafe forwarder.receiver
        guard receiver.canSend, unsafe receiver.music?.forwarder !== forwarder else { return false }
        return unsafe receiver.room.routes[receiver.member]?.contains(forwarder.feed) ?? false
    }

    /// After a change that concerns all that a peer receives.
    func relinkAll(of peer: Peer) {
        settleMusic(of: peer)
        for forwarder in peer.forwarders {
            if let feed = unsafe peer.room.feeds[forwarder.feed] { relink(feed) }
        }
    }

    func askKeyFrame(of source: Source) {
        source.state.requests.ask()
        unsafe alarms.advance(source.peer.slot, to: now)
    }
}
