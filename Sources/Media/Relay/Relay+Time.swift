extension Relay {
    /// When `advance` has something to do; nil when nothing is pending.
    public var nextDeadline: MediaTime? { leftovers.isEmpty ? alarms.next : now }

    /// Does what is due: retransmits handshakes, reports, asks again for what was lost, plays music, ends what is silent.
    public func advance(to time: MediaTime, into batch: DatagramBatch) {
        if time > now { now = time }
        sendLeftovers(into: batch)
        guard alarms.earliest <= now.nanoseconds else { return }
        var slot = 0
        while let due = alarms.takeDue(from: slot, at: now) {
            if let peer = peers[due] { tend(peer, into: batch) }
            slot = due + 1
        }
        alarms.settle()
        sendLeftovers(into: batch)
    }

    private func tend(_ peer: Peer, into batch: DatagramBatch) {
        if let dtls = peer.dtls, let deadline = dtls.nextDeadline, deadline <= now {
            dtls.advance(to: now)
            drain(dtls, of: peer, to: peer.path, into: batch)
            followHandshake(of: peer)
            guard peers[peer.slot] === peer else { return }
        }
        switch peer.phase {
        case .settingUp, .suspended:
            guard now < peer.expiry else { return disconnect(peer, .failed) }
        case .connected:
            if let deadline = peer.ice.consentDeadline, deadline <= now { suspend(peer) } else { serve(peer, into: batch) }
        }
        arm(peer)
    }

    private func serve(_ peer: Peer, into batch: DatagramBatch) {
        playMusic(to: peer, into: batch)
        askForLost(of: peer, into: batch)
        if peer.nextReport <= now {
            sendReports(to: peer, into: batch)
            peer.nextReport = now + policy.reportInterval
        }
    }

    /// Sets the peer's alarm to the earliest of its wishes.
    private func arm(_ peer: Peer) {
        if let deadline = peer.dtls?.nextDeadline { alarms.advance(peer.slot, to: deadline) }
        armConsent(of: peer)
        guard peer.phase == .connected else { return }
        alarms.advance(peer.slot, to: peer.nextReport)
        if let music = peer.music { alarms.advance(peer.slot, to: music.next) }
        for source in peer.sources where source.isVideo {
            if let deadline = source.repairDeadline { alarms.advance(peer.slot, to: deadline) }
            if source.isStarted, let deadline = source.state.requests.deadline { alarms.advance(peer.slot, to: max(deadline, now)) }
        }
    }
}
