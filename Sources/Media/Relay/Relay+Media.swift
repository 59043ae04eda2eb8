extension Relay {
    /// An RTP packet of a connected peer, still encrypted.
    @inline(__always)
    func receiveMedia(_ datagram: UnsafeMutableRawBufferPointer, of peer: Peer, _ receiver: SRTPReceiver, into batch: DatagramBatch) {
        guard let ssrc = unsafe RTPHeader.ssrc(of: UnsafeRawBufferPointer(datagram)) else {
            counters.malformed &+= 1
            return
        }
        let index = peer.streams.index(of: ssrc)
        // SRTP keeps the state of every SSRC that it has authenticated.
        guard index >= 0 || !peer.streams.isFull else {
            counters.limited &+= 1
            return
        }
        guard let packet = unsafe unprotect(datagram, receiver) else { return }
        peer.lastAuthentic = now
        guard let header = unsafe RTPHeader(UnsafeRawBufferPointer(packet)) else {
            counters.malformed &+= 1
            return
        }
        if index >= 0 {
            let entry = peer.streams[index]
            if entry.role == .media, let source = unsafe entry.source.map(Uncounted.init) {
                return source.use { unsafe receive(packet, header, from: $0, isRecovered: false, into: batch) }
            }
        }
        unsafe receiveUncommon(packet, header, of: peer, into: batch)
    }

    @inline(__always)
    private func unprotect(_ datagram: UnsafeMutableRawBufferPointer, _ receiver: SRTPReceiver) -> UnsafeMutableRawBufferPointer? {
        guard let start = datagram.baseAddress else { return nil }
        switch unsafe receiver.unprotect(start, length: datagram.count) {
        case .packet(let length):
            return unsafe UnsafeMutableRawBufferPointer(start: start, count: length)
        case let failure:
            count(failure)
            return nil
        }
    }

    func count(_ failure: SRTPResult) {
        switch failure {
        case .packet: break
        case .replayed: counters.replayed &+= 1
        case .unauthenticated: counters.unauthenticated &+= 1
        case .malformed: counters.malformed &+= 1
        case .tooManySources: counters.limited &+= 1
        }
    }

    /// A retransmission, or an SSRC that is met for the first time.
    private func receiveUncommon(
        _ packet: UnsafeMutableRawBufferPointer, _ header: RTPHeader, of peer: Peer, into batch: DatagramBatch
    ) {
        var index = peer.streams.index(of: header.ssrc)
        if index < 0 || peer.streams[index].role == .stranger {
            unsafe bind(UnsafeRawBufferPointer(packet), header, of: peer)
            index = peer.streams.index(of: header.ssrc)
        }
        guard index >= 0, let source = unsafe peer.streams[index].source else {
            counters.unknownSSRC &+= 1
            return
        }
        guard peer.streams[index].role == .retransmission else {
            return unsafe receive(packet, header, from: source, isRecovered: false, into: batch)
        }
        guard
            let length = unsafe RTX.unwrap(inPlace: packet, header: header, payloadType: source.payloadType, ssrc: source.ssrc),
            case let original = unsafe UnsafeMutableRawBufferPointer(start: packet.baseAddress, count: length),
            let originalHeader = unsafe RTPHeader(UnsafeRawBufferPointer(original))
        else {
            counters.padding &+= 1
            return
        }
        // Before the stream itself has come, its retransmissions are probes.
        guard source.isStarted else { return }
        unsafe receive(original, originalHeader, from: source, isRecovered: true, into: batch)
    }

    /// A plain packet of a source's media stream: repaired, renumbered, kept, tapped, sent on.
    @inline(__always)
    private func receive(
        _ packet: UnsafeMutableRawBufferPointer, _ header: RTPHeader, from source: Source, isRecovered: Bool, into batch: DatagramBatch
    ) {
        guard header.payloadType == source.payloadType else {
            counters.unknownPayloadType &+= 1
            return
        }
        let unwrapped: Int64
        if isRecovered {
            unwrapped = source.state.unwrapper.peek(header.sequence)
        } else {
            unwrapped = source.state.unwrapper.unwrap(header.sequence)
            source.state.statistics.receive(sequence: header.sequence, timestamp: header.timestamp, at: now)
            source.state.packets &+= 1
            source.state.bytes &+= UInt64(truncatingIfNeeded: packet.count)
        }
        guard let sequence = place(unwrapped, header, from: source, isRecovered: isRecovered) else { return }
        let payload = unsafe UnsafeRawBufferPointer(rebasing: packet[header.payload])
        let startsKeyFrame = unsafe source.mustLook && source.startsKeyFrame(payload)
        if source.isVideo { follow(header.sequence, startsKeyFrame: startsKeyFrame, from: source) }
        if !source.isStarted { start(source) }
        if sequence > source.state.highest { source.state.highest = sequence }
        if isRecovered { counters.recovered &+= 1 }

        unsafe renumber(packet, header, sequence, from: source)
        let plain = UnsafeRawBufferPointer(packet)
        if source.isVideo, let start = plain.baseAddress {
            unsafe source.state.history.store(start, length: plain.count, sequence: sequence)
        }
        if let track = source.tapTrack { unsafe record(plain, header, from: source, track: track) }
        unsafe forward(plain, header, sequence, from: source, startsKeyFrame: startsKeyFrame, into: batch)
    }

    /// The sequence without the padding's gaps; nil for a packet that goes no further.
    @inline(__always)
    private func place(_ unwrapped: Int64, _ header: RTPHeader, from source: Source, isRecovered: Bool) -> Int64? {
        guard case .number(let sequence) = source.state.ledger.place(unwrapped) else {
            counters.duplicates &+= 1
            return nil
        }
        if source.isVideo, source.state.history.has(sequence) {
            counters.duplicates &+= 1
            return nil
        }
        // Late padding is sent on: its number is taken, and nothing else will fill it.
        if header.payload.isEmpty, sequence > source.state.highest, source.isStarted {
            source.state.ledger.drop(unwrapped)
            if source.isVideo { source.state.nack.receive(header.sequence, at: now) }
            counters.padding &+= 1
            return nil
        }
        return sequence
    }

    /// Loss and key frames.
    @inline(__always)
    private func follow(_ sequence: UInt16, startsKeyFrame: Bool, from source: Source) {
        source.state.nack.receive(sequence, at: now, startsKeyFrame: startsKeyFrame)
        if startsKeyFrame { source.state.requests.arrived() }
        if let deadline = source.repairDeadline { unsafe alarms.advance(source.peer.slot, to: deadline) }
    }

    /// Writes the new sequence, and the send time on the relay's clock, into the packet.
    @inline(__always)
    private func renumber(_ packet: UnsafeMutableRawBufferPointer, _ header: RTPHeader, _ sequence: Int64, from source: Source) {
        unsafe packet.storeBytes(of: UInt16(truncatingIfNeeded: sequence).bigEndian, toByteOffset: 2, as: UInt16.self)
        guard let place = unsafe header.extensions.value(of: source.sendTimeID, in: UnsafeRawBufferPointer(packet)), place.count == 3
        else { return }
        let at = place.lowerBound
        let low = unsafe UInt16(bigEndian: packet.loadUnaligned(fromByteOffset: at + 1, as: UInt16.self))
        let sent = unsafe UInt32(packet.load(fromByteOffset: at, as: UInt8.self)) << 16 | UInt32(low)
        let aligned = unsafe source.peer.sendTimes.value.align(sent, at: now)
        unsafe packet.storeBytes(of: UInt8(truncatingIfNeeded: aligned >> 16), toByteOffset: at, as: UInt8.self)
        unsafe packet.storeBytes(of: UInt16(truncatingIfNeeded: aligned).bigEndian, toByteOffset: at + 1, as: UInt16.self)
    }

    private func record(_ packet: UnsafeRawBufferPointer, _ header: RTPHeader, from source: Source, track: TapTrack) {
        if let place = unsafe header.extensions.value(of: source.orientationID, in: packet), !place.isEmpty {
            source.rotation = unsafe packet[place.lowerBound] & 3
        }
        unsafe tap.append(.rtp, track: track, codec: source.codec, rotation: source.rotation, arrival: now, packet)
    }
}
