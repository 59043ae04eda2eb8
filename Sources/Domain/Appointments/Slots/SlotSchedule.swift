/// The slots of a queue: those whose whole length lies within its hours, soon enough and not too soon.
///
/// They begin at whole multiples of their length on the clock on the wall there, so that they are the same whenever they are asked for.
struct SlotSchedule: Sendable {
    /// `nil`: always open.
    let hours: BusinessHours?
    let policy: BookingPolicy

    /// Nobody reads through more.
    static let maximum = 500

    private var length: Duration { .seconds(policy.slotMinutes.rawValue * 60) }

    private func bookable(at now: Instant) -> ClosedRange<Instant> {
        let earliest = now + .seconds(policy.noticeMinutes * 60)
        return earliest...max(earliest, now + .seconds(policy.daysAhead * 86_400))
    }

    /// The slot that begins then; `nil`: there is none that can be booked now.
    func slot(from start: Instant, at now: Instant) -> Slot? {
        guard policy.perSlot > 0, bookable(at: now).contains(start), aligned(start) == start, isOpen(at: start) else { return nil }
        if let closing = closing(after: start), closing < start + length { return nil }
        return Slot(from: start, until: start + length)
    }

    /// All that can be booked now and that `isFree` lets through, the next first; at most `maximum`.
    func slots(at now: Instant, isFree: (Instant) -> Bool) -> [Slot] {
        guard policy.perSlot > 0 else { return [] }
        let range = bookable(at: now)
        var found: [Slot] = []
        var start = aligned(range.lowerBound)
        while start <= range.upperBound, found.count < Self.maximum {
            guard isOpen(at: start) else {
                guard let opening = hours?.nextOpening(after: start) else { break }
                start = aligned(opening)
                continue
            }
            let closing = closing(after: start) ?? range.upperBound + length
            while start + length <= closing, start <= range.upperBound, found.count < Self.maximum {
                if isFree(start) { found.append(Slot(from: start, until: start + length)) }
                start = aligned(start + .milliseconds(1))
            }
            start = max(start, aligned(closing))
        }
        return found
    }

    private func isOpen(at instant: Instant) -> Bool { hours?.isOpen(at: instant) ?? true }

    private func closing(after instant: Instant) -> Instant? { hours.flatMap { $0.closing(after: instant) } }

    /// The first whole multiple of the length that is not before `instant`.
    private func aligned(_ instant: Instant) -> Instant {
        let step = Int64(policy.slotMinutes.rawValue) * 60_000
        let wall = hours?.zone.wall(at: instant) ?? instant.milliseconds
        let past = ((wall % step) + step) % step
        if past == 0 { return instant }
        let next = Instant(milliseconds: instant.milliseconds + step - past)
        // Where the clocks change before, they show other minutes from then on.
        return hours?.zone.change(after: instant, upTo: next).map(aligned) ?? next
    }
}
