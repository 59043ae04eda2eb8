extension BusinessHours {
    public func isOpen(at instant: Instant) -> Bool {
        guard let time = localTime(at: instant) else { return false }
        return ranges(on: time.date).contains { $0.start <= time.minute && time.minute < $0.end }
    }

    /// The first instant later than `instant` at which it goes from closed to open; `nil` when there is none within 400 days.
    public func nextOpening(after instant: Instant) -> Instant? {
        turn(to: true, after: instant)
    }

    /// The first instant later than `instant` at which it goes from open to closed; `nil` when there is none within 400 days.
    public func closing(after instant: Instant) -> Instant? {
        turn(to: false, after: instant)
    }

    /// Goes from one instant at which the answer may change to the next: the edges of ranges, midnight, and the changes of the clocks.
    private func turn(to wanted: Bool, after instant: Instant) -> Instant? {
        guard localTime(at: instant) != nil else { return nil }
        let last = instant + Self.horizon
        var at = instant
        var isOpen = isOpen(at: at)
        while at < last, let next = edge(after: at) {
            let was = isOpen
            isOpen = self.isOpen(at: next)
            if isOpen == wanted, was != wanted { return next <= last ? next : nil }
            at = next
        }
        return nil
    }

    private func edge(after instant: Instant) -> Instant? {
        let wall = zone.wall(at: instant)
        guard let time = LocalTime(wall: wall) else { return nil }
        let midnight = Int64(time.date.day) * LocalTime.millisecondsInDay
        var minute = TimeRange.minutesInDay
        for range in ranges(on: time.date) {
            if range.start > time.minute { minute = min(minute, range.start) }
            if range.end > time.minute { minute = min(minute, range.end) }
        }
        // Later than `instant`: the edge's minute has not begun on the clock.
        let next = Instant(milliseconds: instant.milliseconds + midnight + Int64(minute) * 60_000 - wall)
        return zone.change(after: instant, upTo: next) ?? next
    }
}
