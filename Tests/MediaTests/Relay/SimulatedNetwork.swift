@testable import Media

/// How one direction of one peer's link behaves.
struct LinkConditions {
    var loss = 0.0
    var duplication = 0.0
    var delay = Duration.milliseconds(20)
    /// Up to this much is added to each datagram, which reorders them.
    var jitter = Duration.zero

    static let perfect = LinkConditions()
}

/// Datagrams on their way, in virtual time, with everything a network does to them. Repeats itself for the same seed.
final class SimulatedNetwork {
    struct Delivery {
        var at: MediaTime
        var order: Int
        /// Of the peer. Its direction is told by `isUp`.
        var path: DatagramPath
        var isUp: Bool
        var bytes: [UInt8]
    }

    private var pending: [Delivery] = []
    private var order = 0
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    var next: MediaTime? { pending.first?.at }

    func send(_ bytes: [UInt8], path: DatagramPath, isUp: Bool, at now: MediaTime, _ conditions: LinkConditions) {
        guard Double.random(in: 0..<1, using: &random) >= conditions.loss else { return }
        let copies = Double.random(in: 0..<1, using: &random) < conditions.duplication ? 2 : 1
        for _ in 0..<copies {
            let extra = conditions.jitter > .zero ? Int64.random(in: 0...conditions.jitter.inNanoseconds, using: &random) : 0
            insert(Delivery(at: now + conditions.delay + .nanoseconds(extra), order: order, path: path, isUp: isUp, bytes: bytes))
            order += 1
        }
    }

    func take(at now: MediaTime) -> Delivery? {
        guard let first = pending.first, first.at <= now else { return nil }
        return pending.removeFirst()
    }

    private func insert(_ delivery: Delivery) {
        var index = pending.endIndex
        while index > 0, (pending[index - 1].at, pending[index - 1].order) > (delivery.at, delivery.order) { index -= 1 }
        pending.insert(delivery, at: index)
    }
}
