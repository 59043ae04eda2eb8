/// Why customers are not told a queue's estimates, though it makes them.
public enum EstimateDoubt: String, Sendable, Codable, CaseIterable {
    /// Too few waits have ended to say anything of the estimates.
    case learning
    /// More customers waited longer than estimated than may.
    case tooShort = "too_short"
    /// So few did that an interval of this width tells nobody anything.
    case tooLong = "too_long"
    /// They were honest, but the pace of the last few departures is not that of the many before.
    case unsteady
}
