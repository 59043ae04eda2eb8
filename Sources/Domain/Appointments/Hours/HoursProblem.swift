/// One thing that is wrong with business hours as they were written.
public struct HoursProblem: Hashable, Sendable, Codable {
    /// Stable: clients and the manual name them.
    public enum Code: String, Sendable, Codable, CaseIterable {
        case badName = "bad_name"
        case unknownTimeZone = "unknown_time_zone"
        case unknownWeekday = "unknown_weekday"
        case badRange = "bad_range"
        /// The end is not after the start. Past midnight is two ranges.
        case backwardsRange = "backwards_range"
        case overlappingRanges = "overlapping_ranges"
        case tooManyRanges = "too_many_ranges"
        case badDate = "bad_date"
        case duplicateHoliday = "duplicate_holiday"
        case tooManyHolidays = "too_many_holidays"
        case badTitle = "bad_title"
        case unknownLanguage = "unknown_language"
    }

    /// Where, within the hours: `weekly.monday[1]`, `holidays[3].date`.
    public let path: String
    public let code: Code
    /// For people.
    public let message: String
}

/// Every problem that was found, in the order of the document; never empty.
public struct HoursError: Error, Hashable, Sendable {
    public let problems: [HoursProblem]
}
