import Fuzzing
import Media

/// What the clients send under their keys: bytes of the input's as they are, and sound packets with numbers of the input's.
extension RelayTarget {
    func sendMedia(_ order: UInt8, _ isVariant: Bool, _ client: FuzzClient, _ script: inout FuzzScript, _ world: FuzzWorld) {
        switch order {
        case 0: send(script.short(), client, world)
        case 1:
            // As they are, but of a stream that is known.
            var packet = script.short()
            guard packet.count >= 12 else { return }
            let stream = packet[1] & 7
            packet[0] = packet[0] & 0x3f | 0x80
            packet[1] = [111, 96, 97, 98, 96, 97, 98, 99][Int(stream)] | packet[1] & 0x80
            packet.replaceSubrange(8..<12, with: big(FuzzOffer.ssrc(client.number, stream % 4)))
            send(packet, client, world)
        case 2...3: sendFrame(order == 2 ? 1 : 3, isKeyFrame: isVariant, client, &script, world)
        case 4:
            sendPacket(0, FuzzOffer.opus, [0xf8] + script.short(), isMarked: isVariant, client, world)
        case 5: sendRepair(client, &script, world, isProbe: isVariant)
        case 6: sendUnusual(client, &script, world)
        default:
            guard var packet = client.protect([0x80, 111, 0, 1, 0, 0, 0, 1] + big(FuzzOffer.ssrc(client.number, 0)), isControl: false)
            else { return }
            packet[script.number() % packet.count] ^= script.byte()
            world.give(packet, from: client.path)
        }
    }

    private func send(_ plain: [UInt8], _ client: FuzzClient, _ world: FuzzWorld) {
        if let packet = client.protect(plain, isControl: false) { world.give(packet, from: client.path) }
    }

    /// Packets of a picture: a byte of how many, a byte of which are lost, a byte of the codec and of steps in its numbers.
    private func sendFrame(_ stream: UInt8, isKeyFrame: Bool, _ client: FuzzClient, _ script: inout FuzzScript, _ world: FuzzWorld) {
        let (count, lost, style) = (Int(script.byte() & 7) + 1, script.byte(), script.byte())
        client.timestamp &+= UInt32(style >> 4) * 3_000
        if style & 8 != 0 { client.sequences[Int(stream)] &+= UInt16(script.number()) }
        for index in 0..<count {
            guard lost >> index & 1 == 0 else {
                client.sequences[Int(stream)] &+= 1
                continue
            }
            let isFirst = index == 0
            let payload: [UInt8] =
                style & 1 == 0
                ? (isFirst
                    ? (isKeyFrame ? [0x10, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00] : [0x10, 0x11, 2, 0]) : [0, 7])
                : (isFirst ? (isKeyFrame ? [0x67, 0x42, 0xc0, 0x1f] : [0x41, 0x9a]) : [0x7c, isKeyFrame ? 0x05 : 0x01])
            let type = style & 1 == 0 ? FuzzOffer.vp8 : FuzzOffer.h264
            let body = payload + [UInt8](repeating: 0x61, count: style & 4 == 0 ? 20 : 1_100)
            sendPacket(stream, type, body, isMarked: index == count - 1, client, world)
        }
    }

    private func sendPacket(
        _ stream: UInt8, _ type: UInt8, _ payload: [UInt8], isMarked: Bool, _ client: FuzzClient, _ world: FuzzWorld
    ) {
        let sequence = client.sequences[Int(stream)]
        client.sequences[Int(stream)] &+= 1
        let mid = UInt8(ascii: "0") + (stream == 3 ? 2 : min(stream, 1))
        let extensions: [UInt8] =
            [0xbe, 0xde, 0, 2, 0x22] + big(UInt32(truncatingIfNeeded: world.now.milliseconds) << 8).prefix(3) + [0x40, mid, 0, 0]
        send(head(0x90, type | (isMarked ? 0x80 : 0), sequence, client.timestamp, client, stream) + extensions + payload, client, world)
    }

    /// A retransmission of the camera's packet so many before the last.
    private func sendRepair(_ client: FuzzClient, _ script: inout FuzzScript, _ world: FuzzWorld, isProbe: Bool) {
        let original = client.sequences[1] &- UInt16(script.byte())
        let body = isProbe ? [] : [UInt8(original >> 8), UInt8(truncatingIfNeeded: original)] + script.short()
        let sequence = client.sequences[2]
        client.sequences[2] &+= 1
        send(head(0x80, FuzzOffer.vp8Repair, sequence, client.timestamp, client, 2) + body, client, world)
    }

    /// Padding alone, padding behind a payload, contributing sources, two-byte extensions.
    private func sendUnusual(_ client: FuzzClient, _ script: inout FuzzScript, _ world: FuzzWorld) {
        let (kind, amount, stream) = (script.byte(), script.byte(), script.byte() & 1)
        let type = stream == 0 ? FuzzOffer.opus : FuzzOffer.vp8
        let sequence = client.sequences[Int(stream)] &+ UInt16(kind >> 4)
        client.sequences[Int(stream)] = sequence &+ 1
        let padding = [UInt8](repeating: 0, count: Int(amount)) + [amount &+ 1]
        func start(_ first: UInt8) -> [UInt8] { head(first, type, sequence, client.timestamp, client, stream) }
        let packet =
            switch kind & 3 {
            case 0: start(0xa0) + padding
            case 1: start(0xa0) + [0x10, 0x11, 2, 0] + padding
            case 2: start(0x80 | amount & 15) + [UInt8](repeating: 3, count: Int(amount & 15) * 4) + [0x10, 0x10, 2, 0]
            default: start(0x90) + [0x10, 0, 0, amount & 31] + script.bytes(Int(amount & 31) * 4) + [0x10, 0x11, 2, 0]
            }
        send(packet, client, world)
    }

    private func head(
        _ first: UInt8, _ second: UInt8, _ sequence: UInt16, _ timestamp: UInt32, _ client: FuzzClient, _ stream: UInt8
    ) -> [UInt8] {
        [first, second, UInt8(sequence >> 8), UInt8(truncatingIfNeeded: sequence)] + big(timestamp)
            + big(FuzzOffer.ssrc(client.number, stream))
    }

    // MARK: RTCP

    func sendControl(_ order: UInt8, _ isVariant: Bool, _ client: FuzzClient, _ script: inout FuzzScript, _ world: FuzzWorld) {
        guard order != 8 else { return give(script.short(), client, world) }
        // A stream that the relay sends to this client, or any number.
        let streams = client.announced.sorted()
        let choice = Int(script.byte())
        let media = streams.isEmpty || choice == 255 ? UInt32(choice) : streams[choice % streams.count]
        var memory = [UInt8](repeating: 0, count: 1_400)
        let length = unsafe memory.withUnsafeMutableBytes { memory in
            var writer = unsafe RTCPWriter(memory)
            compose(order, isVariant, media, client, &script, &writer, world)
            return writer.length
        }
        give(Array(memory[..<length]), client, world)
    }

    private func compose(
        _ order: UInt8, _ isVariant: Bool, _ media: UInt32, _ client: FuzzClient, _ script: inout FuzzScript, _ writer: inout RTCPWriter,
        _ world: FuzzWorld
    ) {
        switch order {
        case 9:
            let ntp = UInt64(script.number()) << 48 | UInt64(script.number()) << 32 | UInt64(script.number())
            let ssrc = FuzzOffer.ssrc(client.number, UInt8(truncatingIfNeeded: media & 3))
            _ = writer.senderReport(SenderReport(ssrc: ssrc, ntp: ntp, rtpTimestamp: UInt32(script.number()), packets: 1, octets: 1))
        case 10:
            let sequence = UInt16(truncatingIfNeeded: script.number())
            let count = UInt16(script.byte())
            _ = writer.nack(sender: 1, media: media, sequences: (0...count).map { sequence &+ $0 &* (isVariant ? 17 : 1) })
        case 11:
            _ =
                isVariant
                ? writer.pli(sender: 1, media: media) : writer.fir(sender: 1, requests: [FullIntraRequest(ssrc: media, number: 1)])
        case 12: _ = writer.remb(sender: 1, bitsPerSecond: UInt64(script.number()) << (script.byte() & 31), media: [media])
        default: _ = writer.bye([FuzzOffer.ssrc(client.number, 0), media])
        }
    }

    private func give(_ plain: [UInt8], _ client: FuzzClient, _ world: FuzzWorld) {
        guard !plain.isEmpty, let packet = client.protect(plain, isControl: true) else { return }
        world.give(packet, from: client.path)
    }

    private func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
}
