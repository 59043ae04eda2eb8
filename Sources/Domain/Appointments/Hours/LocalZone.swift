import Foundation

/// A time zone of the IANA database, asked for one thing only: its offset from UTC at an instant.
public struct LocalZone: Hashable, Sendable {
    /// As it was written: aliases such as `Europe/Kiev` stay what they are.
    public let name: String
    private let zone: TimeZone

    /// `nil` when the database has no such zone. Abbreviations (`EST`) and bare offsets are refused: they hide the change of the clocks.
    public init?(_ name: String) {
        guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    /// Milliseconds that the wall clock is ahead of UTC.
    func offset(at instant: Instant) -> Int64 {
        // Beyond any year that people write the database is not asked.
        guard instant.milliseconds.magnitude < 400_000_000_000_000 else { return 0 }
        return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1_000))) * 1_000
    }

    /// What the wall clock shows, as milliseconds since its own 1970-01-01 00:00.
    func wall(at instant: Instant) -> Int64 {
        let (wall, overflow) = instant.milliseconds.addingReportingOverflow(offset(at: instant))
        return overflow ? instant.milliseconds : wall
    }

    /// The first instant after `from` and not after `to` at which the offset is no longer that of `from`; `nil` when both are the same.
    ///
    /// Halving the span finds one change; the callers' spans are at most a day, and no zone changes its clocks twice in a day.
    func change(after from: Instant, upTo to: Instant) -> Instant? {
        let offset = offset(at: from)
        guard self.offset(at: to) != offset else { return nil }
        var before = from.milliseconds
        var after = to.milliseconds
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if self.offset(at: Instant(milliseconds: middle)) == offset { before = middle } else { after = middle }
        }
        return Instant(milliseconds: after)
    }
}
