import Domain
import Foundation
import Testing

/// Random hours against a slow oracle that asks Foundation's calendar what the clock shows, minute by minute.
@Suite struct BusinessHoursOracleTests {
    struct Scene: Sendable, CustomStringConvertible {
        let zone: String
        let from: String
        var description: String { "\(zone) \(from)" }
    }

    /// Changes of the clocks (both ways; by half an hour; at midnight), a date that a zone skipped, a leap day, a new year.
    static let scenes = [
        Scene(zone: "Europe/Paris", from: "2025-03-29T00:00:00Z"), Scene(zone: "Europe/Paris", from: "2025-10-25T00:00:00Z"),
        Scene(zone: "America/New_York", from: "2025-03-08T00:00:00Z"), Scene(zone: "America/New_York", from: "2025-11-01T00:00:00Z"),
        Scene(zone: "Australia/Lord_Howe", from: "2025-04-05T00:00:00Z"), Scene(zone: "America/Havana", from: "2025-11-01T00:00:00Z"),
        Scene(zone: "Africa/Cairo", from: "2025-04-24T00:00:00Z"), Scene(zone: "Pacific/Apia", from: "2011-12-29T00:00:00Z"),
        Scene(zone: "UTC", from: "2028-02-28T00:00:00Z"), Scene(zone: "Asia/Kathmandu", from: "2025-12-30T00:00:00Z"),
    ]

    @Test(arguments: scenes, UInt64(1)...3) func agreesWithTheCalendar(scene: Scene, seed: UInt64) throws {
        var random = IdentifierSource(seed: seed)
        let start = Int64(try Date(scene.from, strategy: .iso8601).timeIntervalSince1970) / 60
        let zone = try #require(TimeZone(identifier: scene.zone))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let minutes = 4 * 1_440
        let clock = (0...minutes).map { minute in
            calendar.dateComponents(
                [.year, .month, .day, .weekday, .hour, .minute],
                from: Date(timeIntervalSince1970: Double((start + Int64(minute)) * 60)))
        }
        var weekly: [String: [(Int, Int)]] = [:]
        for day in Weekday.allCases where random.next() % 8 != 0 { weekly[day.rawValue] = Self.ranges(&random) }
        var holidays: [String: [(Int, Int)]] = [:]
        for _ in 0..<2 { holidays[Self.date(clock[Int(random.next() % UInt64(minutes))])] = Self.ranges(&random) }
        let hours = try BusinessHours(
            BusinessHours.Draft(
                name: "random", timeZone: scene.zone, weekly: weekly.mapValues(Self.texts),
                holidays: holidays.map { BusinessHours.Draft.Holiday(date: $0.key, hours: Self.texts($0.value)) }))

        let open = clock.map { now in
            let weekday = Weekday.allCases[((now.weekday ?? 1) + 5) % 7].rawValue
            let minute = (now.hour ?? 0) * 60 + (now.minute ?? 0)
            return (holidays[Self.date(now)] ?? weekly[weekday] ?? []).contains { $0.0 <= minute && minute < $0.1 }
        }
        let instant = { (minute: Int, extra: Int64) in Instant(milliseconds: (start + Int64(minute)) * 60_000 + extra) }
        var turns: [Bool: Instant] = [:]
        for minute in (0..<minutes).reversed() {
            if open[minute + 1] != open[minute] { turns[open[minute + 1]] = instant(minute + 1, 0) }
            let extra = Int64(random.next() % 60_000)
            #expect(hours.isOpen(at: instant(minute, extra)) == open[minute], "minute \(minute)")
            guard minute % 7 == 0 else { continue }
            let opening = hours.nextOpening(after: instant(minute, extra))
            let closing = hours.closing(after: instant(minute, extra))
            // What lies past the oracle's days it cannot judge.
            if let expected = turns[true] { #expect(opening == expected, "opening after minute \(minute)") }
            if let expected = turns[false] { #expect(closing == expected, "closing after minute \(minute)") }
            if turns[true] == nil, let opening { #expect(opening > instant(minutes, 0)) }
            if turns[false] == nil, let closing { #expect(closing > instant(minutes, 0)) }
        }
    }

    /// Up to three ranges, often at the hours where clocks change and at midnight, apart from each other or touching.
    private static func ranges(_ random: inout IdentifierSource) -> [(Int, Int)] {
        let favourites = [0, 15, 30, 60, 90, 120, 150, 180, 540, 750, 1_380, 1_410, 1_440]
        var edges: Set<Int> = []
        for _ in 0..<(2 + Int(random.next() % 5)) {
            edges.insert(random.next() % 3 == 0 ? Int(random.next() % 1_441) : favourites[Int(random.next() % 13)])
        }
        let sorted = edges.sorted()
        let touching = random.next() % 2 == 0
        return stride(from: 0, to: sorted.count - 1, by: touching ? 1 : 2).map { (sorted[$0], sorted[$0 + 1]) }
    }

    private static func texts(_ ranges: [(Int, Int)]) -> [String] {
        ranges.map { String(format: "%02d:%02d-%02d:%02d", $0.0 / 60, $0.0 % 60, $0.1 / 60, $0.1 % 60) }
    }

    private static func date(_ parts: DateComponents) -> String {
        String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    }
}
