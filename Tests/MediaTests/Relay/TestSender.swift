@testable import Media

/// One stream that a test peer sends: made-up VP8 or Opus at its pace.
final class TestSender {
    let kind: FeedKind
    let mid: String
    let ssrc: UInt32
    let repairSSRC: UInt32
    var sequence: UInt16
    var repairSequence: UInt16 = 1
    /// Of the stream's clock when the simulation began.
    var timestampBase: UInt32
    var isPaused = false
    var packetsPerFrame = 4
    var size = 180
    var number: UInt32 = 0
    var wantsKeyFrame = true
    var keyFrames = 0
    var keyFrameRequests = 0
    var packets: UInt32 = 0
    var next: MediaTime
    /// Plain packets for retransmission.
    var history: [UInt16: [UInt8]] = [:]

    var clockRate: Int64 { kind.isVideo ? 90_000 : 48_000 }
    var interval: Duration { kind.isVideo ? .milliseconds(33) : .milliseconds(20) }

    init(kind: FeedKind, mid: String, at now: MediaTime, using random: inout SeededGenerator) {
        self.kind = kind
        self.mid = mid
        ssrc = .random(in: 1...(.max), using: &random)
        repairSSRC = .random(in: 1...(.max), using: &random)
        sequence = .random(in: 0...0x7fff, using: &random)
        timestampBase = .random(in: 0...(.max), using: &random)
        next = now
    }

    func timestamp(at time: MediaTime) -> UInt32 {
        timestampBase &+ UInt32(truncatingIfNeeded: time.nanoseconds / 1_000 * clockRate / 1_000_000)
    }
}
