extension Relay {
    /// The handshake is done: media may flow.
    func connect(_ peer: Peer, _ keys: DTLSKeys) {
        do { try peer.take(keys) } catch {
            return disconnect(peer, .failed)
        }
        peer.phase = .connected
        peer.canSend = true
        peer.nextReport = now + .milliseconds(50)
        alarms.advance(peer.slot, to: peer.nextReport)
        armConsent(of: peer)
        unsafe events.append(.connected(peer.room.id, peer.member, connection: peer.connection))
        relinkAll(of: peer)
    }

    /// Consent came back after it was lost.
    func resume(_ peer: Peer) {
        peer.phase = .connected
        peer.canSend = true
        peer.nextReport = now
        alarms.advance(peer.slot, to: now)
        unsafe events.append(.connected(peer.room.id, peer.member, connection: peer.connection))
        relinkAll(of: peer)
    }

    /// Nothing is sent to who was silent for 15 s (RFC 7675 §5.1); the keys are kept for an ICE restart.
    func suspend(_ peer: Peer) {
        peer.phase = .suspended
        peer.canSend = false
        peer.expiry = now + policy.lingering
        alarms.advance(peer.slot, to: peer.expiry)
        report(peer, .consentLost)
        relinkAll(of: peer)
    }

    /// The transport is over, and not by our doing.
    func disconnect(_ peer: Peer, _ reason: DisconnectReason) {
        // Who was suspended has been reported already.
        if peer.phase != .suspended { report(peer, reason) }
        free(peer, saysGoodbye: reason == .failed || reason == .fingerprintMismatch)
    }

    private func report(_ peer: Peer, _ reason: DisconnectReason) {
        unsafe events.append(.disconnected(peer.room.id, peer.member, connection: peer.connection, reason: reason))
    }

    /// Takes the peer out of every table.
    func free(_ peer: Peer, saysGoodbye: Bool) {
        endHandshake(of: peer)
        if saysGoodbye { sayGoodbye(to: peer) }
        peer.canSend = false
        peer.phase = .suspended
        for path in peer.paths { paths.remove(path.remote, of: peer.slot) }
        for key in peer.ufragKeys { ufrags[key] = nil }
        alarms.clear(peer.slot)
        let room = unsafe peer.room
        if room.peers[peer.member] === peer { room.peers[peer.member] = nil }
        for source in peer.sources { remove(source) }
        peer.sources = []
        for forwarder in peer.forwarders { remove(forwarder) }
        peer.forwarders = []
        room.forgetUnusedFeeds()
        peers[peer.slot] = nil
        freeSlots.append(peer.slot)
    }

    private func sayGoodbye(to peer: Peer) {
        guard let dtls = peer.dtls, !peer.paths.isEmpty else { return }
        dtls.close()
        let path = peer.path
        unsafe dtls.drain { datagram in unsafe leftovers.append((bytes: [UInt8](datagram), path: path)) }
    }

    func sendLeftovers(into batch: DatagramBatch) {
        guard !leftovers.isEmpty else { return }
        for leftover in leftovers where leftover.bytes.count <= DatagramBatch.slotBytes {
            unsafe leftover.bytes.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return }
                unsafe batch.next().copyMemory(from: start, byteCount: bytes.count)
                batch.commit(bytes.count, to: leftover.path)
            }
        }
        leftovers = []
    }

    func armConsent(of peer: Peer) {
        let deadline = peer.phase == .connected ? peer.ice.consentDeadline : peer.expiry
        if let deadline { alarms.advance(peer.slot, to: deadline) }
    }
}
