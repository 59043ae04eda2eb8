internal import Media

/// One participant's voice on its way into the mix: decodes, bridges what was lost, and keeps in step with the recording's clock.
///
/// Positions are samples at 48 kHz since the recording began. RTP time says how packets follow each other; the position that came with a
/// packet says where it belongs. The two clocks drift: the sound is stretched or squeezed by at most 0.4 % until it is where it
/// belongs, and jumps when it is off by more than 60 ms.
final class VoiceSource {
    struct Packet {
        let rtpTime: Int64
        let position: Int64
        /// Packets between this one and the one before never came.
        fileprivate(set) var followsLoss: Bool
        let payload: [UInt8]

        init(rtpTime: Int64, position: Int64, followsLoss: Bool, payload: [UInt8]) {
            self.rtpTime = rtpTime
            self.position = position
            self.followsLoss = followsLoss
            self.payload = payload
        }
    }

    private static let jump = 2_880
    private static let tolerance = 48
    /// Loss up to this long is made up for; beyond, there is silence.
    private static let longestConcealment = 5_760
    /// How long the sound goes on by itself when packets stop coming.
    private static let fadeOut = 2_880
    /// Ten seconds of packets; what comes without being mixed is dropped.
    private static let queueBound = 1_000

    private(set) var concealedSamples = 0
    private(set) var recoveredSamples = 0

    private let decoder: OpusDecoding
    private var queue: [Packet] = []
    private var head = 0
    private var sound: [Float] = []
    /// Where `sound` ends.
    private var end: Int64 = 0
    private var nextRTPTime: Int64?
    private var madeUp = 0
    private var isSuppressingSilence = false

    init() throws(RecordingError) {
        decoder = try OpusDecoding()
        queue.reserveCapacity(64)
    }

    /// Packets come in the order of their RTP time.
    func append(_ packet: Packet) {
        guard queue.count - head < Self.queueBound else { return }
        queue.append(packet)
    }

    /// Another source follows: sequence and time stamps begin anew.
    func restart() {
        queue.removeSubrange(head...)
        decoder.reset()
        nextRTPTime = nil
    }

    /// The `OpusEncoding.frame` samples from `position` on. Asked for once each, in order.
    func take(at position: Int64, into frame: inout [Float]) {
        let wanted = position + Int64(OpusEncoding.frame)
        if sound.isEmpty { end = position }
        while end < wanted { step(until: wanted) }
        let count = OpusEncoding.frame
        frame.replaceSubrange(..<count, with: sound[..<count])
        sound.removeFirst(count)
        if head > 64 {
            queue.removeSubrange(..<head)
            head = 0
        }
    }

    /// Appends something to the sound.
    private func step(until wanted: Int64) {
        guard head < queue.count else { return bridge(Int(wanted - end)) }
        let packet = queue[head]
        let error = Int(clamping: packet.position - end)
        guard let expected = nextRTPTime else {
            if error > 0 { return fill(min(error, Int(wanted - end))) }
            nextRTPTime = packet.rtpTime
            return
        }
        let gap = Int(clamping: packet.rtpTime - expected)
        if gap < 0 {
            head += 1
        } else if gap > 0 {
            cross(gap, packet, until: wanted)
        } else if error > Self.jump {
            fill(min(error, Int(wanted - end)), advancingRTP: false)
        } else {
            play(packet, error: error)
        }
    }

    private func cross(_ gap: Int, _ packet: Packet, until wanted: Int64) {
        if packet.followsLoss, gap <= Self.longestConcealment {
            let last = min(gap, OpusPacket.samples(packet.payload) ?? gap)
            if gap > last { concealedSamples += emit { decoder.conceal(gap - last, to: &$0) } }
            recoveredSamples += emit { decoder.recover(last, before: packet.payload, to: &$0) }
            nextRTPTime = packet.rtpTime
        } else if isSuppressingSilence {
            comfort(min(gap, OpusEncoding.frame))
        } else {
            // Too long to make up for: all of it is silence, the rest that the next frames see too.
            queue[head].followsLoss = false
            fill(min(gap, Int(wanted - end)))
        }
    }

    private func play(_ packet: Packet, error: Int) {
        head += 1
        let start = sound.count
        let count = decoder.decode(packet.payload, to: &sound)
        nextRTPTime = packet.rtpTime + Int64(count > 0 ? count : OpusPacket.samples(packet.payload) ?? OpusEncoding.frame)
        madeUp = 0
        isSuppressingSilence = packet.payload.count <= 2
        if error < -Self.jump {
            sound.removeSubrange(start...)
        } else if abs(error) > Self.tolerance, count > 0 {
            sound.stretch(from: start, by: error.signum() * min(abs(error), max(1, count / 240)))
        }
        end += Int64(sound.count - start)
    }

    /// Nothing is there to play.
    private func bridge(_ count: Int) {
        if isSuppressingSilence || (nextRTPTime != nil && madeUp < Self.fadeOut) {
            comfort(min(count, OpusEncoding.frame))
        } else {
            fill(count)
        }
    }

    /// The decoder goes on by itself: it fades out, or makes the noise that the sender asked for before it fell silent.
    private func comfort(_ count: Int) {
        let step = max(120, count / 120 * 120)
        let made = emit { decoder.conceal(step, to: &$0) }
        guard made > 0 else { return fill(count) }
        madeUp += made
        concealedSamples += isSuppressingSilence ? 0 : made
        nextRTPTime = nextRTPTime.map { $0 + Int64(made) }
        if madeUp > 10 * 48_000 { isSuppressingSilence = false }
    }

    private func fill(_ count: Int, advancingRTP: Bool = true) {
        sound.append(contentsOf: repeatElement(0, count: count))
        end += Int64(count)
        if advancingRTP { nextRTPTime = nextRTPTime.map { $0 + Int64(count) } }
    }

    private func emit(_ make: (inout [Float]) -> Int) -> Int {
        let count = make(&sound)
        end += Int64(count)
        return count
    }
}

extension [Float] {
    /// Makes the part from `start` on longer (or shorter) by a few samples, by linear interpolation.
    mutating func stretch(from start: Int, by samples: Int) {
        let old = Array(self[start...])
        let count = old.count + samples
        guard old.count > 1, count > 1 else { return }
        let step = Float(old.count - 1) / Float(count - 1)
        removeSubrange(start...)
        for index in 0..<count {
            let place = Float(index) * step
            let left = Swift.min(Int(place), old.count - 2)
            append(old[left] + (old[left + 1] - old[left]) * (place - Float(left)))
        }
    }
}
