import Domain
import Foundation
import Testing

@Suite struct BusinessHoursTests {
    private let week = ["monday", "tuesday", "wednesday", "thursday", "friday"]

    private func hours(
        _ zone: String, _ ranges: [String], days: [String]? = nil, holidays: [BusinessHours.Draft.Holiday] = []
    ) throws -> BusinessHours {
        let weekly = Dictionary(uniqueKeysWithValues: (days ?? Weekday.allCases.map(\.rawValue)).map { ($0, ranges) })
        return try BusinessHours(BusinessHours.Draft(name: "shop", timeZone: zone, weekly: weekly, holidays: holidays))
    }

    private func at(_ text: String) throws -> Instant {
        Instant(milliseconds: Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970) * 1_000)
    }

    @Test func opensAndClosesByTheClockOnTheWall() throws {
        let shop = try hours("Europe/Paris", ["09:00-12:30", "14:00-18:00"], days: week)
        #expect(try shop.isOpen(at: at("2025-06-02T07:00:00Z")))
        #expect(try !shop.isOpen(at: at("2025-06-02T06:59:59Z")))
        #expect(try !shop.isOpen(at: at("2025-06-02T10:30:00Z")), "the end does not belong to the range")
        #expect(try shop.closing(after: at("2025-06-02T07:00:00Z")) == at("2025-06-02T10:30:00Z"))
        #expect(try shop.nextOpening(after: at("2025-06-02T10:30:00Z")) == at("2025-06-02T12:00:00Z"))
        #expect(try shop.nextOpening(after: at("2025-06-06T16:00:00Z")) == at("2025-06-09T07:00:00Z"), "over the week-end")
        #expect(try shop.nextOpening(after: at("2025-06-09T07:00:00Z")) == at("2025-06-09T12:00:00Z"), "strictly later")
    }

    @Test func midnightIsNoClosingWhenTheNextDayBeginsOpen() throws {
        let late = try hours("Europe/Paris", ["00:00-02:00", "18:00-24:00"])
        #expect(try late.isOpen(at: at("2025-06-01T21:59:59Z")))
        #expect(try late.closing(after: at("2025-06-01T17:00:00Z")) == at("2025-06-02T00:00:00Z"))
        let always = try hours("America/New_York", ["00:00-24:00"])
        #expect(try always.closing(after: at("2025-06-01T17:00:00Z")) == nil)
        #expect(try always.nextOpening(after: at("2025-06-01T17:00:00Z")) == nil)
        let never = try hours("UTC", [])
        #expect(try never.nextOpening(after: at("2025-06-01T17:00:00Z")) == nil)
    }

    @Test func theSkippedHourIsNotThere() throws {
        // Paris, 2025-03-30: 02:00 becomes 03:00 at 01:00Z.
        let night = try hours("Europe/Paris", ["02:30-04:00"])
        #expect(try night.nextOpening(after: at("2025-03-29T12:00:00Z")) == at("2025-03-30T01:00:00Z"))
        #expect(try night.closing(after: at("2025-03-30T01:00:00Z")) == at("2025-03-30T02:00:00Z"))
        let gone = try hours("Europe/Paris", ["02:10-02:50"])
        #expect(try gone.nextOpening(after: at("2025-03-29T12:00:00Z")) == at("2025-03-31T00:10:00Z"))
        // New York, 2025-03-09: at 07:00Z.
        let york = try hours("America/New_York", ["01:00-03:00"])
        #expect(try york.closing(after: at("2025-03-09T06:30:00Z")) == at("2025-03-09T07:00:00Z"))
    }

    @Test func theRepeatedHourCountsBothTimes() throws {
        // New York, 2025-11-02: 02:00 becomes 01:00 at 06:00Z.
        let night = try hours("America/New_York", ["00:00-01:30"])
        #expect(try night.closing(after: at("2025-11-02T04:00:00Z")) == at("2025-11-02T05:30:00Z"))
        #expect(try night.nextOpening(after: at("2025-11-02T05:30:00Z")) == at("2025-11-02T06:00:00Z"))
        #expect(try night.closing(after: at("2025-11-02T06:00:00Z")) == at("2025-11-02T06:30:00Z"))
        // Paris, 2025-10-26: 03:00 becomes 02:00 at 01:00Z; the day has 25 hours.
        let day = try hours("Europe/Paris", ["00:00-24:00"], days: ["sunday"])
        #expect(try day.closing(after: at("2025-10-25T22:00:00Z")) == at("2025-10-26T23:00:00Z"))
    }

    @Test func aHolidayReplacesItsDay() throws {
        let shop = try hours(
            "Europe/Paris", ["09:00-18:00"], days: week,
            holidays: [
                .init(date: "2025-12-25", title: ["en": "Christmas", "fr": "Noël"]), .init(date: "2025-12-24", hours: ["09:00-12:00"]),
                .init(date: "2025-12-28", hours: ["10:00-17:00"]),
            ])
        #expect(try shop.closing(after: at("2025-12-24T08:00:00Z")) == at("2025-12-24T11:00:00Z"))
        #expect(try shop.nextOpening(after: at("2025-12-24T11:00:00Z")) == at("2025-12-26T08:00:00Z"))
        #expect(try shop.isOpen(at: at("2025-12-28T10:00:00Z")), "a Sunday that is open for once")
        let date = try #require(CivilDate("2025-12-25"))
        #expect(shop.holiday(on: date)?.title[.french]?.description == "Noël")
    }

    @Test func theLeapDayIsADayAndTheSearchIsBounded() throws {
        let leap = try hours("UTC", [], holidays: [.init(date: "2028-02-29", hours: ["10:00-11:00"])])
        #expect(try leap.nextOpening(after: at("2028-02-01T00:00:00Z")) == at("2028-02-29T10:00:00Z"))
        #expect(try leap.nextOpening(after: at("2027-01-25T10:00:00Z")) == at("2028-02-29T10:00:00Z"), "400 days ahead")
        #expect(try leap.nextOpening(after: at("2027-01-25T09:59:59Z")) == nil, "a second more")
    }

    @Test func farAwayInstantsAreHarmless() throws {
        let always = try hours("Europe/Paris", ["00:00-24:00"])
        for milliseconds in [Int64.min, Int64.max, -62_135_596_800_000, 253_402_300_799_999] {
            let instant = Instant(milliseconds: milliseconds)
            _ = always.isOpen(at: instant)
            _ = always.nextOpening(after: instant)
            #expect(always.closing(after: instant) == nil || milliseconds > 0)
        }
    }

    @Test func datesAreThoseOfTheCalendar() throws {
        for bad in ["2025-02-29", "2100-02-29", "2025-13-01", "2025-00-10", "2025-1-01", "0000-01-01", "2025-06-31", "+025-01-01", ""] {
            #expect(CivilDate(bad) == nil, "\(bad)")
        }
        #expect(CivilDate("2000-02-29") != nil && CivilDate("2025-06-02")?.weekday == .monday)
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = try #require(TimeZone(identifier: "UTC"))
        for day in stride(from: -140_000, through: 140_000, by: 37) {
            let parts = utc.dateComponents([.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(day) * 86_400))
            let date = try #require(CivilDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0))
            #expect(date.day == day && CivilDate(date.description) == date)
            #expect(Weekday.allCases.firstIndex(of: date.weekday) == ((parts.weekday ?? 0) + 5) % 7)
        }
    }
}
