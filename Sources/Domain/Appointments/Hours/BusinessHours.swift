/// When a queue is open: a week of local times in one time zone, and the days that replace it.
///
/// The rule is the clock on the wall: it is open whenever a clock in that time zone shows a time that lies within the ranges of the date
/// that the clock shows. So an hour that the change to winter time repeats counts both times, and one that the change to summer time
/// skips not at all. A holiday replaces the ranges of its date altogether.
///
/// There are no invalid business hours: what a person wrote is a `BusinessHours.Draft`.
public struct BusinessHours: Hashable, Sendable {
    public struct Holiday: Hashable, Sendable {
        public let date: CivilDate
        public let title: [Language: BoundedText<NameLimit>]
        /// In order, apart from each other or touching; empty: closed all day.
        public let hours: [TimeRange]
    }

    public let name: HoursName
    public let zone: LocalZone
    /// A day that is absent is closed. Ranges in order, apart from each other or touching.
    public let weekly: [Weekday: [TimeRange]]
    /// In the order of their dates, no date twice.
    public let holidays: [Holiday]
    /// Index into `holidays` by day.
    private let holidayOfDay: [Int: Int]

    public static let maximumHolidays = 1_000
    public static let maximumRanges = 24
    /// How far ahead the next opening or closing is looked for.
    public static let horizon: Duration = .seconds(400 * 86_400)

    init(name: HoursName, zone: LocalZone, weekly: [Weekday: [TimeRange]], holidays: [Holiday]) {
        self.name = name
        self.zone = zone
        self.weekly = weekly
        self.holidays = holidays
        holidayOfDay = Dictionary(holidays.indices.map { (holidays[$0].date.day, $0) }) { first, _ in first }
    }

    public func holiday(on date: CivilDate) -> Holiday? {
        holidayOfDay[date.day].map { holidays[$0] }
    }

    /// The ranges that hold on a date: the holiday's if it is one, else the weekday's.
    public func ranges(on date: CivilDate) -> [TimeRange] {
        holiday(on: date)?.hours ?? weekly[date.weekday] ?? []
    }

    /// The time on the wall clock there; `nil` outside the years 1 to 9999.
    public func localTime(at instant: Instant) -> LocalTime? {
        LocalTime(wall: zone.wall(at: instant))
    }
}

extension BusinessHours: Codable {
    /// A document that can be read but not kept fails with a `DecodingError` whose underlying error is the `HoursError`.
    public init(from decoder: any Decoder) throws {
        let draft = try Draft(from: decoder)
        do throws(HoursError) {
            try self.init(draft)
        } catch {
            let first = error.problems.first.map { "\($0.path): \($0.message)" } ?? ""
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: first, underlyingError: error))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        try Draft(self).encode(to: encoder)
    }
}
