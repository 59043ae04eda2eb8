extension BusinessHours {
    /// Business hours as written: plain JSON, not yet checked. Absent fields are empty, unknown fields are ignored.
    /// ```
    /// {"name": "shop", "timeZone": "Europe/Paris", "weekly": {"monday": ["09:00-12:30", "14:00-24:00"]},
    ///  "holidays": [{"date": "2025-12-25", "title": {"en": "Christmas"}, "hours": []}]}
    /// ```
    public struct Draft: Hashable, Sendable {
        public struct Holiday: Hashable, Sendable {
            public var date: String
            public var title: [String: String]
            public var hours: [String]

            public init(date: String, title: [String: String] = [:], hours: [String] = []) {
                self.date = date
                self.title = title
                self.hours = hours
            }
        }

        public var name: String
        /// An IANA name (`Europe/Paris`) or `UTC`.
        public var timeZone: String
        public var weekly: [String: [String]]
        public var holidays: [Holiday]

        public init(name: String, timeZone: String, weekly: [String: [String]] = [:], holidays: [Holiday] = []) {
            self.name = name
            self.timeZone = timeZone
            self.weekly = weekly
            self.holidays = holidays
        }

        public init(_ hours: BusinessHours) {
            name = hours.name.description
            timeZone = hours.zone.name
            weekly = [:]
            for (day, ranges) in hours.weekly { weekly[day.rawValue] = ranges.map(\.description) }
            holidays = hours.holidays.map { holiday in
                let title = holiday.title.map { ($0.key.rawValue, $0.value.description) }
                return Holiday(
                    date: holiday.date.description, title: Dictionary(uniqueKeysWithValues: title),
                    hours: holiday.hours.map(\.description))
            }
        }
    }
}

extension BusinessHours.Draft: Codable {
    private enum CodingKeys: String, CodingKey { case name, timeZone, weekly, holidays }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        name = try row.decodeIfPresent(String.self, forKey: .name) ?? ""
        timeZone = try row.decodeIfPresent(String.self, forKey: .timeZone) ?? ""
        weekly = try row.decodeIfPresent([String: [String]].self, forKey: .weekly) ?? [:]
        holidays = try row.decodeIfPresent([Holiday].self, forKey: .holidays) ?? []
    }
}

extension BusinessHours.Draft.Holiday: Codable {
    private enum CodingKeys: String, CodingKey { case date, title, hours }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        date = try row.decodeIfPresent(String.self, forKey: .date) ?? ""
        title = try row.decodeIfPresent([String: String].self, forKey: .title) ?? [:]
        hours = try row.decodeIfPresent([String].self, forKey: .hours) ?? []
    }
}
