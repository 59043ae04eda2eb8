/// A stretch of one local day, `09:00-12:30`: the start belongs to it, the end does not. The end may be `24:00`.
///
/// What runs past midnight is two ranges: `22:00-24:00` and, on the next day, `00:00-02:00`.
public struct TimeRange: Hashable, Sendable, CustomStringConvertible {
    /// Minutes since midnight; 0…1440, `start < end`.
    public let start: Int
    public let end: Int

    public static let minutesInDay = 1_440

    public init?(start: Int, end: Int) {
        guard start >= 0, start < end, end <= Self.minutesInDay else { return nil }
        self.start = start
        self.end = end
    }

    /// `nil` unless `text` is `HH:MM-HH:MM` and the end comes after the start.
    public init?(_ text: String) {
        guard let (start, end) = Self.minutes(text) else { return nil }
        self.init(start: start, end: end)
    }

    public var description: String { "\(Self.text(start))-\(Self.text(end))" }

    /// Both times of `HH:MM-HH:MM`, in whatever order; `nil` when it is not written so.
    static func minutes(_ text: String) -> (Int, Int)? {
        let bytes = Array(text.utf8)
        guard bytes.count == 11, bytes[5] == UInt8(ascii: "-"), let start = time(bytes[0..<5]), let end = time(bytes[6..<11]) else {
            return nil
        }
        return (start, end)
    }

    static func text(_ minute: Int) -> String { "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))" }

    private static func time(_ bytes: ArraySlice<UInt8>) -> Int? {
        let first = bytes.startIndex
        guard bytes[first + 2] == UInt8(ascii: ":"), let hour = number(bytes[first..<first + 2]),
            let minute = number(bytes[(first + 3)...]), minute < 60, hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        return hour * 60 + minute
    }
}
