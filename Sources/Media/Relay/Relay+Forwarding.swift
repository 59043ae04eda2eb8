extension Relay {
    /// Sends a packet to every forwarder of its source.
    @inline(__always)
    func forward(
        _ packet: UnsafeRawBufferPointer, _ header: RTPHeader, _ sequence: Int64, from source: Source, startsKeyFrame: Bool,
        into batch: DatagramBatch
    ) {
        var hasOpened = false
        let links = source.links
        for index in links.indices {
            links[index].use { forwarder in
                if !forwarder.isOpen {
                    guard startsKeyFrame || !source.isVideo else {
                        counters.gated &+= 1
                        return
                    }
                    forwarder.open(at: sequence, timestamp: header.timestamp, now: now)
                    hasOpened = true
                }
                unsafe send(packet, header, sequence, to: forwarder, into: batch)
            }
        }
        if hasOpened { catchUp(sequence, from: source, into: batch) }
    }

    /// One packet to one receiver: its numbers, its extension ids, its keys.
    @inline(__always)
    private func send(
        _ packet: UnsafeRawBufferPointer, _ header: RTPHeader, _ sequence: Int64, to forwarder: Forwarder, into batch: DatagramBatch
    ) {
        guard let outgoing = forwarder.outgoing(sequence) else {
            counters.tooLate &+= 1
            return
        }
        unsafe Uncounted(forwarder.receiver).use { receiver in
            guard receiver.canSend, let sender = receiver.lentSender else { return }
            sender.use { unsafe send(packet, header, sequence, as: outgoing, to: forwarder, with: $0, receiver.path, into: batch) }
        }
    }

    @inline(__always)
    private func send(
        _ packet: UnsafeRawBufferPointer, _ header: RTPHeader, _ sequence: Int64, as outgoing: UInt16, to forwarder: Forwarder,
        with sender: SRTPSender, _ path: DatagramPath, into batch: DatagramBatch
    ) {
        let slot = unsafe batch.next()
        let length = unsafe forwarder.map.rewrite(
            packet, header: header, into: UnsafeMutableRawBufferPointer(start: slot, count: Self.plainBytes),
            payloadType: forwarder.payloadType, sequence: outgoing, timestamp: forwarder.outgoing(timestamp: header.timestamp),
            ssrc: forwarder.ssrc, mid: forwarder.namesSection(sequence) ? forwarder.mid : nil)
        forwarder.sent(sequence, timestamp: header.timestamp, payloadBytes: header.payload.count, now: now)
        guard length > 0, let protected = unsafe sender.protect(slot, length: length) else {
            counters.unsendable &+= 1
            return
        }
        batch.commit(protected, to: path)
        counters.forwarded &+= 1
        counters.forwardedBytes &+= UInt64(truncatingIfNeeded: protected)
    }

    /// What a packet may have before SRTP adds to it.
    static var plainBytes: Int { DatagramBatch.slotBytes - 64 }

    /// A key frame's first packet came late: those that overtook it follow now.
    private func catchUp(_ first: Int64, from source: Source, into batch: DatagramBatch) {
        source.gatedCount = source.links.count { !$0.object.isOpen }
        guard first < source.state.highest, source.state.highest - first < 512 else { return }
        for sequence in first + 1...source.state.highest {
            guard let packet = unsafe source.state.history.packet(sequence), let header = unsafe RTPHeader(packet) else { continue }
            for link in source.links where link.object.isOpen && link.object.starts(at: first) {
                unsafe send(packet, header, sequence, to: link.object, into: batch)
            }
        }
    }

    /// Answers a receiver's request for lost packets: on the retransmission stream when it has one; else the same bytes again, for
    /// other bytes under a number that was used would break the encryption.
    func resend(_ sequences: [UInt16], of forwarder: Forwarder, into batch: DatagramBatch) {
        let receiver = unsafe forwarder.receiver
        counters.nacksReceived &+= 1
        guard receiver.canSend, let sender = receiver.sender, let source = unsafe forwarder.source else { return }
        let sent = receiver.forwarders.reduce(0) { $0 &+ $1.packets }
        for sequence in sequences {
            guard let incoming = forwarder.incoming(sequence), let packet = unsafe source.state.history.packet(incoming),
                let header = unsafe RTPHeader(packet)
            else {
                counters.unavailable &+= 1
                continue
            }
            guard receiver.retransmissions.take(sent: sent, at: now) else {
                counters.limited &+= 1
                continue
            }
            let slot = unsafe batch.next()
            guard let length = unsafe rebuild(packet, header, incoming, sequence, of: forwarder, into: slot), length > 0,
                let protected = unsafe sender.protect(slot, length: length)
            else {
                counters.unsendable &+= 1
                continue
            }
            batch.commit(protected, to: receiver.path)
            counters.retransmitted &+= 1
        }
    }

    private func rebuild(
        _ packet: UnsafeRawBufferPointer, _ header: RTPHeader, _ incoming: Int64, _ sequence: UInt16, of forwarder: Forwarder,
        into slot: UnsafeMutableRawPointer
    ) -> Int? {
        let destination = unsafe UnsafeMutableRawBufferPointer(start: slot, count: Self.plainBytes)
        let repairType = forwarder.retransmissionType
        // A retransmission is another packet, and leaves now; the same packet again must be the same in every byte.
        let length = unsafe forwarder.map.rewrite(
            packet, header: header, into: repairType == nil ? destination : scratch.first, payloadType: forwarder.payloadType,
            sequence: sequence, timestamp: forwarder.outgoing(timestamp: header.timestamp), ssrc: forwarder.ssrc,
            mid: forwarder.namesSection(incoming) ? forwarder.mid : nil, sendTime: repairType == nil ? nil : now.absoluteSendTime)
        guard let repairType, length > 0 else { return length }
        let original = unsafe UnsafeRawBufferPointer(rebasing: scratch.first[..<length])
        guard let originalHeader = unsafe RTPHeader(original) else { return nil }
        return unsafe RTX.wrap(
            original, header: originalHeader, payloadType: repairType, ssrc: forwarder.retransmissionSSRC,
            sequence: forwarder.takeRetransmissionSequence(), into: destination)
    }
}
