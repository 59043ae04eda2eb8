extension QueueWaits {
    /// Departures after which the weight of an old one has fallen to a third.
    private static let memory = 16.0
    private static let shortMemory = 4.0
    private static let longMemory = 64.0
    /// How far one outcome moves the bounds' factors.
    private static let step = 0.02
    private static let factors = 0.5...3.0
    /// No event is further from the next; a larger distance is a clock that was set.
    private static let longestStretch: Int64 = 6 * 3_600_000

    /// Accounts for the time since the last event under the load that held, then takes the load that holds from now on.
    mutating func observe(_ load: QueueLoad, at now: Instant) {
        pass(until: now)
        self.load = load
    }

    mutating func answered(_ prediction: WaitPrediction, offeredFor: Duration, at now: Instant) {
        pass(until: now)
        answering.add(Double(max(0, offeredFor.wholeMilliseconds)), memory: Self.memory, at: now)
        leavings *= 1 - 1 / 64
        patience *= 1 - 1 / 64
        guard prediction.mustQueue else { return }
        pace.add(openWork, memory: Self.memory, at: now)
        lately.add(openWork, memory: Self.shortMemory, at: now)
        usual.add(openWork, memory: Self.longMemory, at: now)
        openWork = 0
        score((now - prediction.at).wholeMilliseconds, of: prediction)
    }

    mutating func abandoned(_ prediction: WaitPrediction, at now: Instant) {
        pass(until: now)
        leavings = leavings * (1 - 1 / 64) + 1
        patience *= 1 - 1 / 64
        // Whoever left before the bounds had passed might have been answered within them or not: that is not known, and not scored.
        let waited = (now - prediction.at).wholeMilliseconds
        if let estimate = prediction.estimate, prediction.mustQueue, waited > estimate.p90 { score(waited, of: prediction) }
    }

    mutating func handled(_ duration: Duration, at now: Instant) {
        handling.add(Double(max(0, duration.wholeMilliseconds)), memory: Self.memory, at: now)
    }

    mutating func pass(until now: Instant) {
        defer { loadSince = now }
        guard let loadSince else { return }
        let passed = Double(min(Self.longestStretch, max(0, now.milliseconds - loadSince.milliseconds)))
        patience += passed * Double(load.waiting)
        // While every ticket is being offered, nobody waits for an agent to become free.
        if load.waiting > load.offered { openWork += passed * Double(load.staffed) }
    }

    /// Each outcome moves each factor against its error, by so much that at the wanted share the moves cancel out: in the long run the
    /// share of waits within a bound is the wanted one, whatever the computation gets wrong. The question asked is whether the wait lies
    /// within the bound as today's factor would have put it: else all who queued before a lesson was learned would teach it again.
    private mutating func score(_ wait: Int64, of prediction: WaitPrediction) {
        guard let estimate = prediction.estimate else { return }
        calibration.add(wait, of: estimate)
        // In the middle of a change it is the pace that is to be learned.
        guard isSteady else { return }
        let isWithinP50 = Double(wait) * prediction.p50Factor <= Double(estimate.p50) * p50Factor
        let isWithinP90 = Double(wait) * prediction.p90Factor <= Double(estimate.p90) * p90Factor
        p50Factor *= isWithinP50 ? 1 - Self.step * 0.5 : 1 + Self.step * 0.5
        p90Factor *= isWithinP90 ? 1 - Self.step * 0.1 : 1 + Self.step * 0.9
        p50Factor = min(max(p50Factor, Self.factors.lowerBound), Self.factors.upperBound)
        p90Factor = min(max(p90Factor, Self.factors.lowerBound), Self.factors.upperBound)
    }
}
