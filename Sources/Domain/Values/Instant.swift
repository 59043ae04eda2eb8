/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z by the server's own clock.
///
/// The core never reads a clock. The process feeds it instants that never step back (see `ServerClock`), so that a
/// deadline means the same after a restart.
public struct Instant: Hashable, Comparable, Sendable, Codable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (instant: Self, duration: Duration) -> Self {
        Self(milliseconds: instant.milliseconds + duration.wholeMilliseconds)
    }

    public static func - (later: Self, earlier: Self) -> Duration {
        Duration(attoseconds: Int128(later.milliseconds - earlier.milliseconds) * Duration.attosecondsOfMillisecond)
    }
}

extension Duration {
    fileprivate static var attosecondsOfMillisecond: Int128 { 1_000_000_000_000_000 }

    /// The duration in milliseconds, rounded towards zero.
    public var wholeMilliseconds: Int64 { Int64(attoseconds / Self.attosecondsOfMillisecond) }
}
