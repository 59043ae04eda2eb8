import Media

/// Somebody whose feeds are recorded. All feeds are captured on one clock, which the sender reports tell; each has its own RTP time.
struct TestSender {
    var network = TestNetwork()
    /// NTP seconds at our time 0.
    var ntpOrigin: Int64 = 3_900_000_000
    var reportEvery: Double? = 1
    /// Seconds between what a report is about and when the sender reads its clock for it: anything up to this.
    var reportLateness = 0.0
    private static let mtu = 1_100

    /// Our time at which the sender's clock shows `seconds` since the beginning.
    private func ours(_ seconds: Double) -> Int64 { Int64(seconds / (1 + network.driftPPM / 1e6) * 1e9) }

    /// - Parameters:
    ///   - from: Seconds on the sender's clock of the first packet.
    ///   - rtpStart: The first time stamp; near the wrap, by default.
    func sound(
        _ packets: [[UInt8]], track: TapTrack, ssrc: UInt32 = 1, from: Double = 0, rtpStart: UInt32 = 0xffff_ff00,
        sequenceStart: UInt16 = 65_530,
        omit: (Int) -> Bool = { _ in false }, into script: inout TapScript
    ) {
        var sequence = sequenceStart
        for (index, packet) in packets.enumerated() where !omit(index) {
            let time = from + Double(index) * 0.02
            let rtp = rtpStart &+ UInt32(truncatingIfNeeded: index * 960)
            // It can leave when the whole of it has been heard.
            script.send(
                Self.rtp(packet, type: 111, sequence: sequence, timestamp: rtp, ssrc: ssrc, marker: false), track: track, codec: .opus,
                sent: ours(time + 0.02), over: network)
            sequence &+= 1
        }
        reports(track, .opus, ssrc, from: from, seconds: Double(packets.count) * 0.02, rate: 48_000, rtpStart: rtpStart, into: &script)
    }

    func pictures(
        _ clip: Clip, _ range: Range<Int>, codec: TapCodec = .vp8, track: TapTrack, ssrc: UInt32 = 2, from: Double = 0,
        rtpStart: UInt32 = 0xffff_0000,
        rotation: UInt8 = 0, encodingDelay: Double = 0.03, into script: inout TapScript
    ) {
        var sequence: UInt16 = 65_500
        for index in range {
            let time = from + Double(index - range.lowerBound) / Double(clip.framesPerSecond)
            let rtp = rtpStart &+ UInt32(truncatingIfNeeded: (index - range.lowerBound) * 90_000 / clip.framesPerSecond)
            let payloads = codec == .h264 ? Self.h264(clip.pictures[index].units) : Self.vp8(clip.pictures[index].units[0])
            for (number, payload) in payloads.enumerated() {
                let packet = Self.rtp(
                    payload, type: 96, sequence: sequence, timestamp: rtp, ssrc: ssrc, marker: number == payloads.count - 1)
                script.send(
                    packet, track: track, codec: codec, rotation: rotation, sent: ours(time + encodingDelay + Double(number) * 0.0005),
                    over: network)
                sequence &+= 1
            }
        }
        reports(track, codec, ssrc, from: from, seconds: Double(range.count) / 30, rate: 90_000, rtpStart: rtpStart, into: &script)
    }

    private func reports(
        _ track: TapTrack, _ codec: TapCodec, _ ssrc: UInt32, from: Double, seconds: Double, rate: Double, rtpStart: UInt32,
        into script: inout TapScript
    ) {
        guard let reportEvery else { return }
        var time = from + (codec == .opus ? 0.3 : 0.77)
        while time < from + seconds {
            let late = script.random(upTo: reportLateness)
            let ntp = UInt64(ntpOrigin) << 32 + UInt64((time + late) * 4_294_967_296)
            let rtp = rtpStart &+ UInt32(truncatingIfNeeded: Int64((time - from) * rate))
            let bytes = Self.bytes(ssrc) + Self.bytes(UInt32(ntp >> 32)) + Self.bytes(UInt32(truncatingIfNeeded: ntp)) + Self.bytes(rtp)
            script.send(bytes, kind: .senderReport, track: track, codec: codec, sent: ours(time + late), over: network)
            time += reportEvery
        }
    }

    // MARK: - Packets

    static func rtp(_ payload: [UInt8], type: UInt8, sequence: UInt16, timestamp: UInt32, ssrc: UInt32, marker: Bool) -> [UInt8] {
        [0x80, type | (marker ? 0x80 : 0), UInt8(sequence >> 8), UInt8(truncatingIfNeeded: sequence)] + bytes(timestamp) + bytes(ssrc)
            + payload
    }

    private static func vp8(_ frame: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: frame.count, by: mtu).map { start in
            [start == 0 ? 0x10 : 0x00] + frame[start..<min(frame.count, start + mtu)]
        }
    }

    private static func h264(_ units: [[UInt8]]) -> [[UInt8]] {
        units.flatMap { unit -> [[UInt8]] in
            guard unit.count > mtu else { return [unit] }
            let body = Array(unit.dropFirst())
            return stride(from: 0, to: body.count, by: mtu).map { start in
                let end = min(body.count, start + mtu)
                let flags: UInt8 = (start == 0 ? 0x80 : 0) | (end == body.count ? 0x40 : 0)
                return [unit[0] & 0xe0 | 28, flags | unit[0] & 0x1f] + body[start..<end]
            }
        }
    }

    private static func bytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
}
