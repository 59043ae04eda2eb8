extension BusinessHours {
    public init(_ draft: Draft) throws(HoursError) {
        var check = HoursCheck()
        let name = check.name(draft.name)
        let zone = check.zone(draft.timeZone)
        let weekly = check.weekly(draft.weekly)
        let holidays = check.holidays(draft.holidays)
        guard check.problems.isEmpty, let name, let zone else { throw HoursError(problems: check.problems) }
        self.init(name: name, zone: zone, weekly: weekly, holidays: holidays)
    }
}

/// Reads the fields of a draft one by one and notes what is wrong with them, so that a person sees all problems at once.
private struct HoursCheck {
    private(set) var problems: [HoursProblem] = []

    mutating func name(_ text: String) -> HoursName? {
        let name = HoursName(text)
        if name == nil { note("name", .badName, "1 to 40 characters of a–z, 0–9 and -, starting with a letter") }
        return name
    }

    mutating func zone(_ text: String) -> LocalZone? {
        let zone = LocalZone(text)
        if zone == nil { note("timeZone", .unknownTimeZone, "not a time zone: write it like Europe/Paris, or UTC") }
        return zone
    }

    mutating func weekly(_ written: [String: [String]]) -> [Weekday: [TimeRange]] {
        for text in written.keys.sorted() where Weekday(rawValue: text) == nil {
            note("weekly.\(text)", .unknownWeekday, "not a day of the week: monday … sunday")
        }
        var weekly: [Weekday: [TimeRange]] = [:]
        for day in Weekday.allCases {
            guard let texts = written[day.rawValue] else { continue }
            let found = ranges(texts, "weekly.\(day.rawValue)")
            if !found.isEmpty { weekly[day] = found }
        }
        return weekly
    }

    mutating func holidays(_ written: [BusinessHours.Draft.Holiday]) -> [BusinessHours.Holiday] {
        guard written.count <= BusinessHours.maximumHolidays else {
            note("holidays", .tooManyHolidays, "at most \(BusinessHours.maximumHolidays)")
            return []
        }
        var seen: Set<CivilDate> = []
        var holidays: [BusinessHours.Holiday] = []
        for (index, draft) in written.enumerated() {
            let path = "holidays[\(index)]"
            let title = title(draft.title, path)
            let hours = ranges(draft.hours, "\(path).hours")
            guard let date = CivilDate(draft.date) else {
                note("\(path).date", .badDate, "not a day that exists: write it like 2028-02-29")
                continue
            }
            guard seen.insert(date).inserted else {
                note("\(path).date", .duplicateHoliday, "\(date) is there already")
                continue
            }
            holidays.append(BusinessHours.Holiday(date: date, title: title, hours: hours))
        }
        return holidays.sorted { $0.date < $1.date }
    }

    private mutating func title(_ written: [String: String], _ path: String) -> [Language: BoundedText<NameLimit>] {
        var title: [Language: BoundedText<NameLimit>] = [:]
        for (key, text) in written.sorted(by: { $0.key < $1.key }) {
            guard let language = Language(rawValue: key) else {
                note("\(path).title.\(key)", .unknownLanguage, "not a language of the pages")
                continue
            }
            title[language] = BoundedText(text)
            if title[language] == nil { note("\(path).title.\(key)", .badTitle, "1 to \(NameLimit.characters) characters") }
        }
        return title
    }

    private mutating func ranges(_ texts: [String], _ path: String) -> [TimeRange] {
        guard texts.count <= BusinessHours.maximumRanges else {
            note(path, .tooManyRanges, "at most \(BusinessHours.maximumRanges) a day")
            return []
        }
        var ranges: [TimeRange] = []
        for (index, text) in texts.enumerated() {
            if let range = TimeRange(text) {
                ranges.append(range)
            } else if TimeRange.minutes(text) != nil {
                note("\(path)[\(index)]", .backwardsRange, "the end must come after the start; past midnight is two ranges")
            } else {
                note("\(path)[\(index)]", .badRange, "write it like 09:00-12:30, until 24:00 at the latest")
            }
        }
        ranges.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        for (one, next) in zip(ranges, ranges.dropFirst()) where next.start < one.end {
            note(path, .overlappingRanges, "\(one) and \(next) overlap")
        }
        return ranges
    }

    private mutating func note(_ path: String, _ code: HoursProblem.Code, _ message: String) {
        problems.append(HoursProblem(path: path, code: code, message: message))
    }
}
