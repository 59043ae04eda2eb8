/// How honest a queue's estimates have been: of the last 200 waits whose end is known, how many ended within the predicted bounds.
///
/// It is kept over all predictions, told or not: that is how a queue that does not show its estimates earns the right to.
public struct Calibration: Hashable, Sendable {
    enum Outcome: UInt8, Sendable {
        case withinP50, withinP90, beyond
    }

    public static let window = 200
    /// Fewer outcomes than this say nothing.
    public static let minimum = 20
    /// What the shares may be for an interval to be shown: in percent, ideally 50 and 90.
    public static let p50Tolerance = 35...65
    public static let p90Tolerance = 80...98
    /// The last 20 outcomes alone have to lie within wider bounds, so that a sudden change is seen long before it has moved 200.
    /// By chance alone they leave them about once in 1,500 times, were they independent.
    public static let recentP50Tolerance = 15...90
    public static let recentP90Tolerance = 65...100

    /// Oldest first.
    private(set) var outcomes: [Outcome] = []

    public init() {}

    mutating func add(_ wait: Int64, of estimate: WaitEstimate) {
        if outcomes.count == Self.window { outcomes.removeFirst() }
        outcomes.append(wait <= estimate.p50 ? .withinP50 : wait <= estimate.p90 ? .withinP90 : .beyond)
    }

    public var count: Int { outcomes.count }
    /// Waits that ended within the median, in percent, rounded down; `nil` before the first.
    public var p50Share: Int? { Self.share(outcomes[...]) { $0 == .withinP50 } }
    public var p90Share: Int? { Self.share(outcomes[...]) { $0 != .beyond } }

    public var isCalibrated: Bool { doubt == nil }

    /// Why the estimates cannot be trusted; never `unsteady`, which is not for outcomes to say.
    public var doubt: EstimateDoubt? {
        guard count >= Self.minimum else { return .learning }
        let recent = outcomes.suffix(Self.minimum)
        return Self.doubt(outcomes[...], Self.p50Tolerance, Self.p90Tolerance)
            ?? Self.doubt(recent, Self.recentP50Tolerance, Self.recentP90Tolerance)
    }

    private static func doubt(_ outcomes: ArraySlice<Outcome>, _ p50: ClosedRange<Int>, _ p90: ClosedRange<Int>) -> EstimateDoubt? {
        guard let half = share(outcomes, { $0 == .withinP50 }), let most = share(outcomes, { $0 != .beyond }) else { return .learning }
        if half < p50.lowerBound || most < p90.lowerBound { return .tooShort }
        return half > p50.upperBound || most > p90.upperBound ? .tooLong : nil
    }

    private static func share(_ outcomes: ArraySlice<Outcome>, _ isIn: (Outcome) -> Bool) -> Int? {
        outcomes.isEmpty ? nil : outcomes.count(where: isIn) * 100 / outcomes.count
    }
}

/// Coded as one text, a digit an outcome, oldest first: `0` within the median, `1` within the 90th percentile, `2` beyond.
extension Calibration: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let digits = try container.decode(String.self).utf8
        let read = digits.compactMap { Outcome(rawValue: $0 &- UInt8(ascii: "0")) }
        guard read.count == digits.count else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not outcomes: digits 0, 1, 2 are expected")
        }
        outcomes = read.suffix(Self.window)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(decoding: outcomes.map { $0.rawValue + UInt8(ascii: "0") }, as: UTF8.self))
    }
}
