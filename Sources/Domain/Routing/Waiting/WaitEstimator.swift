/// How long customers will wait, learned from the queues' own events, and how far that can be trusted.
///
/// **Method.** A ticket that is k-th among those no agent is being offered is served when k agents have become free. The time from one such
/// departure to the next is measured in *agent-time* (milliseconds × agents at work, counted only while somebody waits), so that it
/// stays the same when agents come and go; agents who also serve other queues simply make a departure cost more. The recent mean of it
/// gives the rate at which the queue moves, the recent rate of giving up thins those ahead, and
/// `E[W] = Σ_{i<k} 1/(rate + i × leaving)`: the Markovian queue-length predictor of R. Ibrahim and W. Whitt, "Real-time delay
/// estimation in overloaded multiserver queues with abandonments", Management Science 55 (2009). Mean, variance and the doubt about the mean give the median
/// and the 90th percentile of a gamma distribution. A gap that is still open counts as soon as it is longer than the mean, which
/// is what that paper's delay-history predictors (head of line) gain when the pace changes.
///
/// **Calibration.** What overtaking by priority, skills and odd handling times do to a queue is not modelled but learned: each known outcome
/// moves a factor on each bound, towards the wanted share (I. Gibbs and E. Candès, "Adaptive conformal inference under distribution
/// shift", 2021). An estimate is shown only while the queue's `Calibration` holds and its pace is steady; until then it is
/// made, kept with the ticket and scored all the same. In simulated queues it is shown after 21 to about 100 tickets that had to wait.
///
/// Memory is constant a queue; nothing is kept of a ticket but the `WaitPrediction` that the owner stores with it.
public struct WaitEstimator: Hashable, Sendable {
    public private(set) var queues: [QueueName: QueueWaits] = [:]

    public init() {}

    /// The load of a queue from now on. Call it whenever one of its figures has changed, after the change.
    public mutating func observe(_ load: QueueLoad, of queue: QueueName, at now: Instant) {
        queues[queue, default: QueueWaits(queue: queue)].observe(load, at: now)
    }

    /// Time has passed in these queues under the loads that were observed last.
    mutating func pass(_ names: [QueueName], until now: Instant) {
        if queues.count == names.count {
            // All have been observed: these are they, and need not be looked for.
            for index in queues.values.indices { queues.values[index].pass(until: now) }
        } else {
            for name in names {
                if let index = queues.index(forKey: name) { queues.values[index].pass(until: now) }
            }
        }
    }

    /// The promise to a ticket that has just taken its place, after the dispatch that its arrival caused and `observe`.
    ///
    /// - Parameter place: 0 when an agent is being asked already, else its place among those of whom that is not so, from 1.
    public func predict(_ queue: QueueName, place: Int, at now: Instant) -> WaitPrediction {
        let waits = queues[queue]
        return WaitPrediction(
            queue: queue, at: now, estimate: waits?.estimate(place: place), mustQueue: place > 0,
            isShown: waits?.showsEstimates ?? false, p50Factor: waits?.p50Factor ?? 1, p90Factor: waits?.p90Factor ?? 1)
    }

    /// What a waiting customer may be told now: the time from now on, or `nil` while this queue's estimates cannot be trusted.
    public func shownEstimate(_ queue: QueueName, place: Int) -> WaitEstimate? {
        guard let waits = queues[queue], waits.showsEstimates else { return nil }
        return waits.estimate(place: place)
    }

    /// An agent has accepted. Call it before `observe` with the load that follows.
    ///
    /// - Parameter offeredFor: since the offer that was accepted was made.
    public mutating func answered(_ prediction: WaitPrediction, offeredFor: Duration, at now: Instant) {
        queues[prediction.queue, default: QueueWaits(queue: prediction.queue)].answered(prediction, offeredFor: offeredFor, at: now)
    }

    /// The customer left, was lost, or waited longer than any ticket may.
    public mutating func abandoned(_ prediction: WaitPrediction, at now: Instant) {
        queues[prediction.queue, default: QueueWaits(queue: prediction.queue)].abandoned(prediction, at: now)
    }

    /// An agent has finished with a ticket of this queue, wrap-up included.
    public mutating func handled(_ queue: QueueName, for duration: Duration, at now: Instant) {
        queues[queue, default: QueueWaits(queue: queue)].handled(duration, at: now)
    }

    /// For managers; empty for a queue that has taught nothing yet.
    public func calibration(of queue: QueueName) -> Calibration { queues[queue]?.calibration ?? Calibration() }

    public func showsEstimates(_ queue: QueueName) -> Bool { doubt(of: queue) == nil }

    /// Why the queue's estimates are not shown; `nil`: they are.
    public func doubt(of queue: QueueName) -> EstimateDoubt? {
        guard let waits = queues[queue] else { return .learning }
        return waits.doubt
    }

    /// Forgets the queues that are no more.
    public mutating func keep(only names: Set<QueueName>) {
        queues = queues.filter { names.contains($0.key) }
    }
}

/// A snapshot is the list of what the queues taught. The loads are not part of it: the owner observes them again.
extension WaitEstimator: Codable {
    public init(from decoder: any Decoder) throws {
        let rows = try decoder.singleValueContainer().decode([QueueWaits].self)
        queues = Dictionary(rows.map { ($0.queue, $0) }) { _, newer in newer }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(queues.values.sorted { $0.queue < $1.queue })
    }

    /// Puts back what one queue taught, as it was stored.
    public mutating func restore(_ row: QueueWaits) {
        queues[row.queue] = row
    }
}
