/// What a clock on the wall shows: a date, and the minute of the day.
public struct LocalTime: Hashable, Sendable {
    public let date: CivilDate
    /// 0…1439.
    public let minute: Int

    static let millisecondsInDay: Int64 = 86_400_000

    /// - Parameter wall: milliseconds since the clock's own 1970-01-01 00:00.
    init?(wall: Int64) {
        let (quotient, remainder) = wall.quotientAndRemainder(dividingBy: Self.millisecondsInDay)
        let before = remainder < 0
        guard let date = CivilDate(day: Int(quotient) - (before ? 1 : 0)) else { return nil }
        self.date = date
        minute = Int((before ? remainder + Self.millisecondsInDay : remainder) / 60_000)
    }

    public var hourText: String { TimeRange.text(minute) }
}
