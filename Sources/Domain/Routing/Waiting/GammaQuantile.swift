/// Median and 90th percentile of a gamma distribution with a given mean and variance, by the Wilson–Hilferty approximation: within 4 % of
/// the true values where it is used (shape 0.5 and above; 1 is the exponential distribution).
enum GammaQuantile {
    static func median(mean: Double, variance: Double) -> Double { quantile(0, mean, variance) }
    static func ninetieth(mean: Double, variance: Double) -> Double { quantile(1.281_551_565_5, mean, variance) }

    /// - Parameter z: the standard normal distribution's quantile.
    private static func quantile(_ z: Double, _ mean: Double, _ variance: Double) -> Double {
        guard mean > 0, variance > 0 else { return max(0, mean) }
        let ninth = 1 / (9 * max(0.5, mean * mean / variance))
        let root = 1 - ninth + z * ninth.squareRoot()
        return mean * root * root * root
    }
}
