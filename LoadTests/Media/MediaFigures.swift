import Foundation

/// One measurement of forwarding.
struct ForwardingFigures: Codable {
    let calls: Int
    /// Packets a second that arrived at the other side.
    let packetsPerSecond: Double
    /// Packets a second that the load test sent. Less than the calls' rate: its own core was full.
    let sentPerSecond: Double
    let lost: Int
    let lossPercent: Double
    /// Of the server, user and kernel, for a packet that arrived.
    let cpuMicrosecondsPerPacket: Double
    let userMicrosecondsPerPacket: Double
    let p50Ms: Double
    let p99Ms: Double
    let threads: Int
    let cores: CoreUse

    /// Loss of more than this, in percent, is not carrying a call.
    private static let tolerableLoss = 0.1
    /// The calls' rate counts as sent from this part on: the clocks' grain takes the rest.
    private static let wholeRate = 0.995

    /// Whether every call got its packets, at the rate of a call.
    var areCallsCarried: Bool {
        lossPercent <= Self.tolerableLoss && sentPerSecond >= Double(2 * calls) * MediaFormat.packetsPerSecond * Self.wholeRate
    }
}

/// What was counted between two moments, before it is put into proportion.
struct ForwardingCount {
    let calls: Int
    let elapsed: UInt64
    let delivery: MediaDelivery
    let sent: Int
    let lost: Int
    let before: ProcessFigures
    let after: ProcessFigures
    let cores: CoreUse

    var figures: ForwardingFigures {
        let packets = Double(max(1, delivery.packets))
        let user = (after.user - before.user) * 1e6 / packets
        let system = (after.system - before.system) * 1e6 / packets
        let seconds = Double(elapsed) / Double(Clock.second)
        return ForwardingFigures(
            calls: calls, packetsPerSecond: (packets / seconds).rounded(digits: 0),
            sentPerSecond: (Double(sent) / seconds).rounded(digits: 0), lost: lost,
            lossPercent: (Double(lost) * 100 / Double(max(1, sent))).rounded(digits: 4),
            cpuMicrosecondsPerPacket: (user + system).rounded(digits: 2), userMicrosecondsPerPacket: user.rounded(digits: 2),
            p50Ms: delivery.latency.inMilliseconds(0.5), p99Ms: delivery.latency.inMilliseconds(0.99), threads: after.threads, cores: cores)
    }
}

extension Histogram {
    func inMilliseconds(_ quantile: Double) -> Double {
        (Double(nanoseconds(atQuantile: quantile)) / Double(Clock.millisecond)).rounded(digits: 3)
    }
}
