extension Relay {
    /// Takes one datagram; what it causes goes into `batch`.
    /// - Parameter datagram: Decrypted where it lies; afterwards its content is undefined.
    public func receive(
        _ datagram: UnsafeMutableRawBufferPointer, from path: DatagramPath, at time: MediaTime, into batch: DatagramBatch
    ) {
        if time > now { now = time }
        counters.received &+= 1
        counters.receivedBytes &+= UInt64(truncatingIfNeeded: datagram.count)
        guard datagram.count > 0 else { return }
        // RFC 7983 §7.
        switch unsafe datagram[0] {
        case 128...191: unsafe receiveProtected(datagram, from: path, into: batch)
        case 0...3: unsafe receiveBinding(UnsafeRawBufferPointer(datagram), from: path, into: batch)
        case 20...63: unsafe receiveHandshake(UnsafeRawBufferPointer(datagram), from: path, into: batch)
        default: counters.malformed &+= 1
        }
    }

    /// RTP or RTCP: of a peer with keys, from an address that proved itself.
    @inline(__always)
    private func receiveProtected(_ datagram: UnsafeMutableRawBufferPointer, from path: DatagramPath, into batch: DatagramBatch) {
        let slot = paths.peer(at: path.remote)
        guard slot >= 0, let lent = state.value.peers[slot].map(Uncounted.init) else {
            counters.unknownSource &+= 1
            return
        }
        let isControl = unsafe RTCPReader.recognizes(UnsafeRawBufferPointer(datagram))
        // No media packet makes the relay let go of a peer.
        lent.use { peer in
            guard peer.phase == .connected, let receiver = peer.lentReceiver else {
                counters.unknownSource &+= 1
                return
            }
            guard !isControl else { return unsafe receiveControl(datagram, of: lent.object, receiver.object, into: batch) }
            receiver.use { unsafe receiveMedia(datagram, of: peer, $0, into: batch) }
        }
    }

    // MARK: ICE

    private func receiveBinding(_ datagram: UnsafeRawBufferPointer, from path: DatagramPath, into batch: DatagramBatch) {
        guard let key = unsafe STUN.localUfrag(of: datagram), let slot = ufrags[key], let peer = peers[slot] else {
            counters.unknownSource &+= 1
            return
        }
        let response = unsafe UnsafeMutableRawBufferPointer(start: batch.next(), count: DatagramBatch.slotBytes)
        switch unsafe peer.ice.receive(datagram, from: path, at: now, response: response) {
        case .silent:
            counters.unauthenticated &+= 1
        case .respond(let length, let change):
            batch.commit(length, to: path)
            // An error response (a role conflict) validates nothing, nor does a check that was seen before.
            guard change != .repeated, peer.ice.isValidated(path) else { return }
            peer.lastAuthentic = now
            learn(path, of: peer)
            if change != .none { choosePath(of: peer) }
            forgetOldCredentials(of: peer)
            if peer.phase == .suspended { resume(peer) }
            armConsent(of: peer)
        }
    }

    /// Media from this address is the peer's from now on.
    private func learn(_ path: DatagramPath, of peer: Peer) {
        let owner = paths.peer(at: path.remote)
        if owner == peer.slot { return rememberPath(path, of: peer) }
        if owner >= 0, let other = peers[owner] {
            // A request can be sent with somebody else's address on it: who is alive there keeps it.
            guard other.lastAuthentic + policy.addressReuse < now else {
                counters.limited &+= 1
                return
            }
            other.paths.removeAll { $0.remote == path.remote }
        }
        paths.set(path.remote, peer: peer.slot)
        rememberPath(path, of: peer)
    }

    private func rememberPath(_ path: DatagramPath, of peer: Peer) {
        guard !peer.paths.contains(path) else { return }
        for old in peer.paths where !peer.ice.isValidated(old) { forget(old, of: peer) }
        if peer.paths.count >= policy.pathsPerPeer, let oldest = peer.paths.first(where: { $0 != peer.path }) { forget(oldest, of: peer) }
        peer.paths.append(path)
    }

    private func forget(_ path: DatagramPath, of peer: Peer) {
        peer.paths.removeAll { $0 == path }
        if !peer.paths.contains(where: { $0.remote == path.remote }) { paths.remove(path.remote, of: peer.slot) }
    }

    func choosePath(of peer: Peer) {
        if let selected = peer.ice.selected { peer.path = selected }
    }

    /// The peer has used the credentials of a restart: the ones before are no longer good for anything.
    private func forgetOldCredentials(of peer: Peer) {
        guard peer.ufragKeys.count > 1, peer.ice.previousCredentials == nil else { return }
        for key in peer.ufragKeys.dropLast() { ufrags[key] = nil }
        peer.ufragKeys.removeFirst(peer.ufragKeys.count - 1)
    }

    // MARK: DTLS

    private func receiveHandshake(_ datagram: UnsafeRawBufferPointer, from path: DatagramPath, into batch: DatagramBatch) {
        let slot = paths.peer(at: path.remote)
        guard slot >= 0, let peer = peers[slot] else {
            counters.unknownSource &+= 1
            return
        }
        guard let dtls = association(of: peer, from: path) else {
            counters.limited &+= 1
            return
        }
        if peer.isHandshaking { peer.handshakeDatagrams += 1 }
        unsafe dtls.receive(datagram, at: now)
        drain(dtls, of: peer, to: path, into: batch)
        followHandshake(of: peer)
    }

    /// The peer's DTLS association, begun with its first datagram; nil beyond the bounds.
    private func association(of peer: Peer, from path: DatagramPath) -> DTLSEndpoint? {
        if let dtls = peer.dtls {
            return !peer.isHandshaking || peer.handshakeDatagrams < policy.handshakeDatagrams ? dtls : nil
        }
        guard handshakes.begin(from: path.remote.address, policy: policy) else { return nil }
        guard let dtls = try? DTLSEndpoint(identity: identity, role: .server, expected: peer.expected, at: now) else {
            handshakes.end(from: path.remote.address)
            return nil
        }
        counters.handshakes &+= 1
        peer.dtls = dtls
        peer.isHandshaking = true
        peer.handshakeAddress = path.remote.address
        return dtls
    }

    func drain(_ dtls: DTLSEndpoint, of peer: Peer, to path: DatagramPath, into batch: DatagramBatch) {
        unsafe dtls.drain { datagram in
            guard let bytes = datagram.baseAddress, datagram.count <= DatagramBatch.slotBytes else { return }
            unsafe batch.next().copyMemory(from: bytes, byteCount: datagram.count)
            batch.commit(datagram.count, to: path)
        }
    }

    /// Acts upon what DTLS has become; called whenever it was given a datagram or time.
    func followHandshake(of peer: Peer) {
        guard let dtls = peer.dtls else { return }
        switch dtls.state {
        case .handshaking:
            if let deadline = dtls.nextDeadline { alarms.advance(peer.slot, to: deadline) }
        case .connected(let keys):
            guard peer.isHandshaking else { return }
            endHandshake(of: peer)
            connect(peer, keys)
        case .closed(let closing):
            endHandshake(of: peer)
            disconnect(peer, DisconnectReason(closing))
        }
    }

    func endHandshake(of peer: Peer) {
        guard peer.isHandshaking else { return }
        peer.isHandshaking = false
        handshakes.end(from: peer.handshakeAddress)
    }
}

extension DisconnectReason {
    init(_ closing: DTLSClosing) {
        self =
            switch closing {
            case .closeNotify: .closed
            case .fingerprintMismatch: .fingerprintMismatch
            case .failed, .timedOut: .failed
            }
    }
}
