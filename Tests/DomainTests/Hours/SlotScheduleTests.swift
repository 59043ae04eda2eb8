import Foundation
import Testing

@testable import Domain

/// Which times can be booked: whole slots within the hours, on the clock on the wall there.
@Suite struct SlotScheduleTests {
    private func at(_ text: String) throws -> Instant {
        Instant(milliseconds: Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970) * 1_000)
    }

    private func schedule(
        _ zone: String, _ ranges: [String], _ policy: BookingPolicy, holidays: [BusinessHours.Draft.Holiday] = []
    ) throws -> SlotSchedule {
        let weekly = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0.rawValue, ranges) })
        let hours = try BusinessHours(BusinessHours.Draft(name: "shop", timeZone: zone, weekly: weekly, holidays: holidays))
        return SlotSchedule(hours: hours, policy: policy)
    }

    @Test func wholeSlotsWithinTheHours() throws {
        let shop = try schedule(
            "Europe/Paris", ["09:10-10:45"], BookingPolicy(slotMinutes: .half, noticeMinutes: 0, daysAhead: 1))
        let slots = shop.slots(at: try at("2025-06-02T05:00:00Z")) { _ in true }
        #expect(try slots.map(\.from) == [at("2025-06-02T07:30:00Z"), at("2025-06-02T08:00:00Z")])
        #expect(try slots.map(\.until) == [at("2025-06-02T08:00:00Z"), at("2025-06-02T08:30:00Z")])
    }

    @Test func noticeDaysAheadHolidaysAndWhatIsTaken() throws {
        let shop = try schedule(
            "UTC", ["09:00-11:00"], BookingPolicy(slotMinutes: .hour, noticeMinutes: 90, daysAhead: 2),
            holidays: [.init(date: "2025-06-03")])
        let now = try at("2025-06-02T08:00:00Z")
        let taken = try at("2025-06-04T10:00:00Z")
        let slots = shop.slots(at: now) { $0 != taken }
        #expect(try slots.map(\.from) == [at("2025-06-02T10:00:00Z")], "the third day's 09:00 is too far, 10:00 taken")
        #expect(try shop.slots(at: at("2025-06-02T09:00:00Z")) { $0 != taken }.map(\.from) == [at("2025-06-04T09:00:00Z")])
    }

    @Test func aQueueWithoutHoursIsBookedAroundTheClock() throws {
        let always = SlotSchedule(hours: nil, policy: BookingPolicy(slotMinutes: .hour, noticeMinutes: 0, daysAhead: 1))
        #expect(always.slots(at: try at("2025-06-02T08:30:00Z")) { _ in true }.count == 24)
        let many = SlotSchedule(hours: nil, policy: BookingPolicy(slotMinutes: .ten, noticeMinutes: 0, daysAhead: 60))
        #expect(many.slots(at: try at("2025-06-02T08:30:00Z")) { _ in true }.count == SlotSchedule.maximum)
    }

    @Test func noneCanBeBookedWhereThePolicySaysSo() throws {
        let none = try schedule("UTC", ["00:00-24:00"], BookingPolicy(perSlot: 0))
        #expect(none.slots(at: try at("2025-06-02T08:30:00Z")) { _ in true }.isEmpty)
        #expect(none.slot(from: try at("2025-06-03T08:30:00Z"), at: try at("2025-06-02T08:30:00Z")) == nil)
        let never = try schedule("UTC", [], BookingPolicy())
        #expect(never.slots(at: try at("2025-06-02T08:30:00Z")) { _ in true }.isEmpty)
    }

    /// Whatever the zone, its hours and the change of the clocks: what is listed can be booked, in order, and nothing else that begins on
    /// a minute.
    @Test(arguments: ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"], BookingPolicy.Length.allCases)
    func whatIsListedIsWhatCanBeBooked(zone: String, length: BookingPolicy.Length) throws {
        let shop = try schedule(
            zone, ["00:00-03:20", "08:05-12:00", "23:00-24:00"], BookingPolicy(slotMinutes: length, noticeMinutes: 7, daysAhead: 2))
        for day in ["2025-03-29T11:00:00Z", "2025-10-25T11:03:00Z", "2025-11-01T20:00:00Z", "2025-04-05T09:00:00Z"] {
            let now = try at(day)
            let slots = shop.slots(at: now) { _ in true }
            #expect(slots.map(\.from) == slots.map(\.from).sorted() && Set(slots).count == slots.count && !slots.isEmpty)
            let minutes = (0...(2 * 1_440)).map { Instant(milliseconds: now.milliseconds + Int64($0) * 60_000) }
            #expect(minutes.compactMap { shop.slot(from: $0, at: now) } == slots, "\(zone) \(length) \(day)")
        }
    }
}
