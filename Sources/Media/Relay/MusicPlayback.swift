/// Hold music on its way to one receiver.
struct MusicPlayback {
    let music: HoldMusic
    unowned(unsafe) let forwarder: Forwarder
    var index = 0
    var next: MediaTime
    var isFirst = true

    init(_ music: HoldMusic, over forwarder: Forwarder, at now: MediaTime) {
        self.music = music
        unsafe self.forwarder = forwarder
        next = now
    }
}

extension Relay {
    /// Plays music to a member, over its first voice, in a loop; nil stops it. Goes on over another transport of the member.
    public func play(_ music: HoldMusic?, to member: MemberID, in room: RoomID) {
        let room = self.room(room)
        room.music[member] = music
        if let peer = room.peers[member] {
            peer.music = nil
            relinkAll(of: peer)
        }
    }

    /// Starts what the room says is to be played, once the peer can hear it.
    func settleMusic(of peer: Peer) {
        let music = unsafe peer.room.music[peer.member]
        guard peer.canSend, let music, let voice = peer.forwarders.first(where: { $0.format.payloads[.opus] != nil }) else {
            peer.music = nil
            return
        }
        if let current = peer.music, unsafe current.forwarder === voice { return }
        peer.music = MusicPlayback(music, over: voice, at: now)
        alarms.advance(peer.slot, to: now)
    }

    func playMusic(to peer: Peer, into batch: DatagramBatch) {
        guard var playback = peer.music else { return }
        // Whoever slept long plays on from now, not all at once.
        if playback.next + .milliseconds(200) < now { playback.next = now }
        while playback.next <= now {
            sendMusic(&playback, to: peer, into: batch)
            playback.next += playback.music.interval
        }
        peer.music = playback
    }

    private func sendMusic(_ playback: inout MusicPlayback, to peer: Peer, into batch: DatagramBatch) {
        let slot = unsafe batch.next()
        let length = unsafe playback.music.copy(playback.index, to: slot + RTPHeader.fixedLength)
        let forwarder = unsafe playback.forwarder
        guard let payload = forwarder.format.payloads[.opus], let sender = peer.sender else { return }
        let numbers = forwarder.takeNumbers(
            payloadBytes: length, step: playback.music.samplesPerPacket, isFirst: playback.isFirst, now: now)
        var writer = unsafe OctetWriter(UnsafeMutableRawBufferPointer(start: slot, count: RTPHeader.fixedLength))
        writer.uint8(0x80)
        writer.uint8((playback.isFirst ? 0x80 : 0) | payload.type & 0x7f)
        writer.uint16(numbers.sequence)
        writer.uint32(numbers.timestamp)
        writer.uint32(forwarder.ssrc)
        playback.isFirst = false
        playback.index = (playback.index + 1) % playback.music.packetCount
        guard let protected = unsafe sender.protect(slot, length: RTPHeader.fixedLength + length) else {
            counters.unsendable &+= 1
            return
        }
        batch.commit(protected, to: peer.path)
        counters.musicPackets &+= 1
    }
}
