/// Mean and variance of what was observed lately: the newest counts most, in constant memory.
///
/// Each observation multiplies the weight of all earlier ones by `1 − 1/memory`, and time that passes between two weighs them down
/// further by `1 / (1 + Δt/fading)`. Only `+ − × ÷` and the square root are used, which IEEE 754 defines to the last bit: the
/// same events give the same figures on every machine.
struct RecentMean: Hashable, Sendable, Codable {
    private(set) var weight = 0.0
    private var squaredWeight = 0.0
    private var sum = 0.0
    private var squares = 0.0
    private var at: Instant?

    static let fading: Duration = .seconds(3_600)

    mutating func add(_ value: Double, memory: Double, at now: Instant) {
        var keep = 1 - 1 / memory
        if let at {
            let passed = Double(max(0, (now - at).wholeMilliseconds))
            keep /= 1 + passed / Double(Self.fading.wholeMilliseconds)
        }
        weight = weight * keep + 1
        squaredWeight = squaredWeight * keep * keep + 1
        sum = sum * keep + value
        squares = squares * keep + value * value
        at = now
    }

    /// How many observations of equal weight would say as much (Kish's effective sample size).
    var count: Double { squaredWeight > 0 ? weight * weight / squaredWeight : 0 }

    var mean: Double? { weight > 0 ? sum / weight : nil }

    /// The mean as it would be if `open`, which is still growing, ended now: a stall shows before it is over.
    func mean(with open: Double) -> Double? {
        guard let mean else { return nil }
        return max(mean, (sum + open) / (weight + 1))
    }

    /// Variance over squared mean; 1, that of random arrivals, until there is enough to tell.
    var squaredVariation: Double {
        guard count >= 8, let mean, mean > 0 else { return 1 }
        return min(4, max(0.25, (squares / weight - mean * mean) / (mean * mean)))
    }
}
