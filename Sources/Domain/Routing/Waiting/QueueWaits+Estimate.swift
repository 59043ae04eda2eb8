extension QueueWaits {
    /// Departures that the mean handling time counts for until there are real ones.
    private static let handlingWeight = 4.0
    /// Below this many observations there is no estimate.
    private static let leastEvidence = 3.0
    private static let longest = 24.0 * 3_600_000

    /// Whether the pace of the last few departures is that of the last many. By chance alone it leaves these bounds about twice in 100 times.
    var isSteady: Bool {
        guard usual.count >= 8, let usual = usual.mean, let now = lately.mean(with: openWork), usual > 0 else { return true }
        return now < 2.2 * usual && now > 0.35 * usual
    }

    public var showsEstimates: Bool { doubt == nil }
    /// Why they are not shown.
    public var doubt: EstimateDoubt? { calibration.doubt ?? (isSteady ? nil : .unsteady) }

    /// - Parameter place: how many agents have to become free until it is this ticket's turn; 0: an agent is being asked.
    func estimate(place: Int) -> WaitEstimate? {
        guard place > 0, load.staffed > 0, let (cost, doubt) = costOfDeparture() else { return nil }
        let rate = Double(load.staffed) / cost
        let leaving = patience > 0 ? leavings / patience : 0
        var mean = 0.0
        var squares = 0.0
        // The ticket at place k moves up when one of the agents becomes free or one of the k − 1 ahead gives up. Far back, places are
        // taken in blocks, so that the cost is bounded.
        let block = max(1, place / 64)
        var ahead = 0
        while ahead < place {
            let size = Double(min(block, place - ahead))
            let gap = 1 / (rate + leaving * (Double(ahead) + (size - 1) / 2))
            mean += size * gap
            squares += size * gap * gap
            ahead += block
        }
        var variance = squares * pace.squaredVariation + mean * mean * doubt
        let ring = answering.mean ?? 0
        variance += ring * ring * answering.squaredVariation
        mean += ring
        let p50 = GammaQuantile.median(mean: mean, variance: variance) * p50Factor
        let p90 = GammaQuantile.ninetieth(mean: mean, variance: variance) * p90Factor
        return WaitEstimate(p50: Int64(min(p50, Self.longest)), p90: Int64(min(p90, Self.longest)))
    }

    /// Agent-milliseconds a departure, and how far that mean may be off: its squared relative error.
    private func costOfDeparture() -> (cost: Double, doubt: Double)? {
        let prior = handling.mean.map { (value: $0, weight: min(handling.count, Self.handlingWeight)) }
        let observed = pace.mean(with: openWork).map { (value: $0, weight: pace.count) }
        let weight = (prior?.weight ?? 0) + (observed?.weight ?? 0)
        guard weight >= Self.leastEvidence else { return nil }
        let total = (prior.map { $0.value * $0.weight } ?? 0) + (observed.map { $0.value * $0.weight } ?? 0)
        // A millisecond at least: departures at one instant are no proof of infinite speed.
        return (max(1, total / weight), pace.squaredVariation / weight)
    }
}
