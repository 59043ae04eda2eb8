import Testing

@testable import Media

extension TestPeer {
    // MARK: Sending

    /// A frame, or 20 ms of sound.
    func capture(_ sender: TestSender) {
        let captured = sender.next
        sender.next = sender.next + sender.interval
        sender.number += 1
        let isKeyFrame = sender.kind.isVideo && sender.wantsKeyFrame
        if isKeyFrame {
            sender.wantsKeyFrame = false
            sender.keyFrames += 1
        }
        let count = sender.kind.isVideo ? sender.packetsPerFrame : 1
        for index in 0..<count {
            let content = TestPayload(captured: captured, number: sender.number, index: UInt8(index), author: author)
            let payload = sender.kind.isVideo ? content.vp8(isKeyFrame: isKeyFrame, size: sender.size) : content.opus
            send(payload, of: sender, captured: captured, marker: sender.kind.isVideo && index == count - 1)
        }
    }

    func send(_ payload: [UInt8], of sender: TestSender, captured: MediaTime, marker: Bool, padding: UInt8 = 0) {
        let type = sender.kind.isVideo ? numbers.vp8 : numbers.opus
        var packet: [UInt8] = [padding > 0 ? 0xb0 : 0x90, (marker ? 0x80 : 0) | type]
        packet += [UInt8(sender.sequence >> 8), UInt8(truncatingIfNeeded: sender.sequence)]
        packet += big(sender.timestamp(at: captured)) + big(sender.ssrc) + extensions(sender)
        packet += payload
        if padding > 0 { packet += [UInt8](repeating: 0, count: Int(padding) - 1) + [padding] }
        sender.history[sender.sequence] = packet
        if sender.history.count > 1_000 { sender.history[sender.sequence &- 1_000] = nil }
        sender.sequence &+= 1
        sender.packets &+= 1
        transmit(protecting: packet)
    }

    /// `mid` and the absolute send time, one-byte form.
    private func extensions(_ sender: TestSender) -> [UInt8] {
        let sendTime = (now.absoluteSendTime &+ sendTimeOffset) & 0xff_ffff
        var elements: [UInt8] = [numbers.sendTime << 4 | 2] + big(sendTime).dropFirst()
        let mid = Array(sender.mid.utf8)
        elements += [numbers.mid << 4 | UInt8(mid.count - 1)] + mid
        while elements.count % 4 != 0 { elements.append(0) }
        return [0xbe, 0xde, 0, UInt8(elements.count / 4)] + elements
    }

    func transmit(protecting packet: [UInt8]) {
        guard let protector else { return }
        var bytes = packet + [UInt8](repeating: 0, count: 32)
        let length = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe bytes.baseAddress.flatMap { unsafe protector.protect($0, length: packet.count) }
        }
        guard let length else {
            Issue.record("cannot protect")
            return
        }
        transmit(Array(bytes[..<length]))
    }

    func transmit(protectingRTCP body: (inout RTCPWriter) -> Void) {
        guard let protector else { return }
        var bytes = [UInt8](repeating: 0, count: 1_500)
        let length: Int? = unsafe bytes.withUnsafeMutableBytes { bytes in
            var writer = unsafe RTCPWriter(UnsafeMutableRawBufferPointer(rebasing: bytes[..<1_400]))
            body(&writer)
            guard let start = bytes.baseAddress, writer.length > 0 else { return nil }
            return unsafe protector.protectRTCP(start, length: writer.length)
        }
        if let length { transmit(Array(bytes[..<length])) }
    }

    private func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    /// Sends what was lost once more, on the stream for that.
    func retransmit(_ sequences: [UInt16], of sender: TestSender) {
        guard let repair = numbers.repair else { return }
        for sequence in sequences {
            guard let packet = sender.history[sequence] else { continue }
            var wrapped = [UInt8](repeating: 0, count: packet.count + 2)
            let length = unsafe packet.withUnsafeBytes { packet in
                unsafe wrapped.withUnsafeMutableBytes { wrapped -> Int? in
                    guard let header = unsafe RTPHeader(packet) else { return nil }
                    return unsafe RTX.wrap(
                        packet, header: header, payloadType: repair, ssrc: sender.repairSSRC, sequence: sender.repairSequence, into: wrapped
                    )
                }
            }
            sender.repairSequence &+= 1
            if let length { transmit(protecting: Array(wrapped[..<length])) }
        }
    }

    // MARK: Receiving

    func receiveProtected(_ datagram: [UInt8]) {
        guard let unprotector else { return }
        var bytes = datagram
        let isControl = unsafe datagram.withUnsafeBytes { unsafe RTCPReader.recognizes($0) }
        let result = unsafe bytes.withUnsafeMutableBytes { bytes -> SRTPResult in
            guard let start = bytes.baseAddress else { return .malformed }
            return isControl
                ? unsafe unprotector.unprotectRTCP(start, length: bytes.count) : unsafe unprotector.unprotect(start, length: bytes.count)
        }
        guard case .packet(let length) = result else {
            failures.append(result)
            return
        }
        let plain = Array(bytes[..<length])
        if isControl { receiveControl(plain) } else { receiveMedia(plain) }
    }

    private func receiveMedia(_ packet: [UInt8]) {
        guard let header = unsafe packet.withUnsafeBytes({ unsafe RTPHeader($0) }) else {
            Issue.record("no RTP")
            return
        }
        if let stream = streams.first(where: { $0.ssrc == header.ssrc }) {
            let expected = stream.use.kind.isVideo ? numbers.vp8 : numbers.opus
            #expect(header.payloadType == expected)
            return stream.receive(packet, header, at: now, isRecovered: false)
        }
        guard let stream = streams.first(where: { $0.repairSSRC == header.ssrc }) else {
            Issue.record("unknown SSRC \(header.ssrc)")
            return
        }
        var original = [UInt8](repeating: 0, count: packet.count)
        let length = unsafe packet.withUnsafeBytes { packet in
            unsafe original.withUnsafeMutableBytes { original in
                unsafe RTX.unwrap(packet, header: header, payloadType: numbers.vp8, ssrc: stream.ssrc, into: original)
            }
        }
        guard let length else { return }
        original.removeLast(original.count - length)
        guard let header = unsafe original.withUnsafeBytes({ unsafe RTPHeader($0) }) else { return }
        stream.receive(original, header, at: now, isRecovered: true)
    }
}
