extension Relay {
    /// Takes a member's offer and answers it.
    ///
    /// A greater `connection` than before is another transport, which replaces the one there was; an equal one renegotiates, and
    /// restarts ICE when the offer has a new `ice-ufrag`.
    /// - Parameter sections: What the offer's sections are for; one that is not named stays inactive.
    /// - Returns: The answer.
    public func offer(
        room id: RoomID, member: MemberID, connection: UInt32, sdp: [UInt8], sections uses: [SectionUse], at time: MediaTime
    ) throws(RelayError) -> [UInt8] {
        if time > now { now = time }
        let offer: SDPOffer
        do throws(SDPError) { offer = try SDPOffer(parsing: sdp) } catch { throw .badOffer(code: error.code.rawValue, line: error.line) }
        guard let fingerprint = CertificateFingerprint(parsing: offer.fingerprint) else { throw .missingTransport }
        try check(uses, against: offer)
        let peer = try peer(of: member, in: id, connection: connection, offer: offer, fingerprint: fingerprint)
        let answers = try apply(uses, of: offer, to: peer)
        peer.answerVersion += 1
        let transport = SDPTransport(
            ufrag: peer.ice.credentials.ufrag, password: peer.ice.credentials.password, fingerprint: identity.fingerprint.description,
            candidates: candidates)
        do throws(SDPError) {
            return try SDPAnswer.make(
                offer, transport: transport, sections: answers, sessionID: UInt64(peer.reporter), version: peer.answerVersion)
        } catch {
            throw .badOffer(code: error.code.rawValue, line: error.line)
        }
    }

    private var candidates: [SDPCandidate] {
        policy.addresses.enumerated().map { index, address in
            // RFC 8445 §5.1.2: host candidates, the first address first.
            let priority = 126 << 24 | UInt32(max(0, 65_535 - index)) << 8 | 255
            return SDPCandidate(address: address, foundation: String(index + 1), priority: priority)
        }
    }

    private func check(_ uses: [SectionUse], against offer: SDPOffer) throws(RelayError) {
        var mids: Set<String> = []
        var seen: Set<SectionUse.Use> = []
        for use in uses {
            guard let section = offer.section(mid: use.mid), mids.insert(use.mid).inserted,
                section.kind == (use.use.kind.isVideo ? .video : .audio)
            else { throw .unknownSection(mid: use.mid) }
            guard seen.insert(use.use).inserted else { throw .duplicateFeed }
        }
        guard uses.count <= policy.sections else { throw .tooMany }
    }

    // MARK: Transports

    private func peer(
        of member: MemberID, in id: RoomID, connection: UInt32, offer: SDPOffer, fingerprint: CertificateFingerprint
    ) throws(RelayError) -> Peer {
        let room = self.room(id)
        if let known = room.connections[member] {
            guard connection >= known else { throw .stale }
            if connection == known {
                guard let peer = room.peers[member] else { throw .gone }
                try renegotiate(peer, offer, fingerprint)
                return peer
            }
        }
        guard room.peers[member] != nil || room.peers.count < policy.participants else { throw .tooMany }
        if let old = room.peers[member] { free(old, saysGoodbye: true) }
        let peer = makePeer(member, in: room, connection: connection, offer: offer, fingerprint: fingerprint)
        room.peers[member] = peer
        room.connections[member] = connection
        return peer
    }

    private func renegotiate(_ peer: Peer, _ offer: SDPOffer, _ fingerprint: CertificateFingerprint) throws(RelayError) {
        guard fingerprint == peer.expected else { throw .fingerprintChanged }
        guard offer.iceUfrag != peer.remoteUfrag else { return }
        peer.remoteUfrag = offer.iceUfrag
        // Only the last generation and the one before are known.
        for key in peer.ufragKeys.dropLast() { ufrags[key] = nil }
        peer.ufragKeys.removeFirst(peer.ufragKeys.count - 1)
        let credentials = uniqueCredentials()
        peer.ice.restart(credentials)
        peer.ufragKeys.append(credentials.packedUfrag)
        ufrags[credentials.packedUfrag] = peer.slot
    }

    private func makePeer(
        _ member: MemberID, in room: Room, connection: UInt32, offer: SDPOffer, fingerprint: CertificateFingerprint
    ) -> Peer {
        let slot = freeSlots.popLast() ?? peers.count
        if slot == peers.count {
            peers.append(nil)
            alarms.resize(to: peers.count)
        }
        let transport = PeerTransport(credentials: uniqueCredentials(), remoteUfrag: offer.iceUfrag, fingerprint: fingerprint)
        let peer = Peer(
            slot: slot, room: room, member: member, connection: connection, transport: transport,
            reporter: .random(in: 1...(.max), using: &random), cname: "relay", policy: policy, at: now)
        peers[slot] = peer
        ufrags[transport.credentials.packedUfrag] = slot
        alarms.advance(slot, to: peer.expiry)
        return peer
    }

    private func uniqueCredentials() -> ICECredentials {
        var credentials = ICECredentials(using: &random)
        while ufrags[credentials.packedUfrag] != nil { credentials = ICECredentials(using: &random) }
        return credentials
    }
}

extension SectionUse.Use {
    var kind: FeedKind {
        switch self {
        case .send(let kind): kind
        case .receive(let feed): feed.kind
        }
    }
}
