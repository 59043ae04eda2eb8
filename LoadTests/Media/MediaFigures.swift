import Foundation

/// One measurement of forwarding.
struct ForwardingFigures: Codable {
    let calls: Int
    /// Packets a second that arrived at the other side.
    let packetsPerSecond: Double
    let lost: Int
    let lossPercent: Double
    /// Of the server, user and kernel, for a packet that arrived.
    let cpuMicrosecondsPerPacket: Double
    let userMicrosecondsPerPacket: Double
    let p50Ms: Double
    let p99Ms: Double
    let threads: Int
    let cores: CoreUse
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
        return ForwardingFigures(
            calls: calls, packetsPerSecond: (packets / (Double(elapsed) / Double(Clock.second))).rounded(digits: 0), lost: lost,
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
