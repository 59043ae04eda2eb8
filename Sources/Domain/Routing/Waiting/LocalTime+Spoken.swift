extension LocalTime {
    /// As a sentence goes on with it: `today at 14:00`, `on Monday at 09:00`, `on 2 June at 09:00`.
    func spoken(in language: Language, from now: LocalTime?) -> String {
        let days = now.map { date.day - $0.date.day }
        let (_, month, day) = date.components
        switch language {
        case .english:
            let when =
                switch days {
                case 0: "today"
                case 1: "tomorrow"
                case .some(2...6): "on \(date.weekday.rawValue.capitalizedFirst)"
                default: "on \(day) \(Self.englishMonths[month - 1])"
                }
            return "\(when) at \(hourText)"
        case .french:
            let when =
                switch days {
                case 0: "aujourd’hui"
                case 1: "demain"
                case .some(2...6): Self.frenchWeekdays[date.weekday] ?? ""
                default: "le \(day == 1 ? "1er" : String(day)) \(Self.frenchMonths[month - 1])"
                }
            return "\(when) à \(hourText)"
        }
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    private static let frenchMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ]
    private static let frenchWeekdays: [Weekday: String] = [
        .monday: "lundi", .tuesday: "mardi", .wednesday: "mercredi", .thursday: "jeudi", .friday: "vendredi", .saturday: "samedi",
        .sunday: "dimanche",
    ]
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
