import Domain
import Foundation
import Testing

@Suite struct BusinessHoursDocumentTests {
    private func read(_ json: String) throws -> BusinessHours {
        try JSONDecoder().decode(BusinessHours.self, from: Data(json.utf8))
    }

    @Test func whatIsWrittenIsPlainJSONAndComesBack() throws {
        let hours = try read(
            """
            {"name":"shop","timeZone":"Europe/Paris","weekly":{"monday":["14:00-24:00","09:00-12:30"],"sunday":[]},"later":1,
             "holidays":[{"date":"2025-12-25","title":{"fr":"Noël"}},{"date":"2025-05-01","hours":["10:00-12:00"]}]}
            """)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let written = try encoder.encode(hours)
        #expect(
            String(decoding: written, as: UTF8.self) == """
                {"holidays":[{"date":"2025-05-01","hours":["10:00-12:00"],"title":{}},\
                {"date":"2025-12-25","hours":[],"title":{"fr":"Noël"}}],\
                "name":"shop","timeZone":"Europe\\/Paris","weekly":{"monday":["09:00-12:30","14:00-24:00"]}}
                """)
        #expect(try JSONDecoder().decode(BusinessHours.self, from: written) == hours)
    }

    @Test func everyProblemIsNamedWithItsPlace() throws {
        let draft = BusinessHours.Draft(
            name: "Shop", timeZone: "EST",
            weekly: [
                "monday": ["9:00-12:00", "12:00-09:00", "10:00-10:00", "10:00-24:01"], "tuesday": ["09:00-12:00", "11:00-13:00"],
                "mondy": [], "friday": Array(repeating: "00:00-00:01", count: 25),
            ],
            holidays: [
                .init(date: "2025-02-29"), .init(date: "2025-05-01"), .init(date: "2025-05-01"),
                .init(date: "2025-06-01", title: ["xx": "?", "en": " "], hours: ["noon"]),
            ])
        let error = try #require(throws: HoursError.self) { try BusinessHours(draft) }
        let found = error.problems.map { "\($0.path) \($0.code.rawValue)" }
        #expect(
            found == [
                "name bad_name", "timeZone unknown_time_zone", "weekly.mondy unknown_weekday", "weekly.monday[0] bad_range",
                "weekly.monday[1] backwards_range", "weekly.monday[2] backwards_range", "weekly.monday[3] bad_range",
                "weekly.tuesday overlapping_ranges", "weekly.friday too_many_ranges", "holidays[0].date bad_date",
                "holidays[2].date duplicate_holiday", "holidays[3].title.en bad_title", "holidays[3].title.xx unknown_language",
                "holidays[3].hours[0] bad_range",
            ])
    }

    @Test func aDocumentThatCannotBeKeptSaysWhy() throws {
        let error = try #require(throws: DecodingError.self) { try read(#"{"name":"shop","timeZone":"Europe/Pari"}"#) }
        guard case .dataCorrupted(let context) = error else { throw error }
        #expect((context.underlyingError as? HoursError)?.problems.map(\.code) == [.unknownTimeZone])
    }

    @Test(arguments: ["", "GMT+0100", "CET", "Foo/Bar", "europe/paris", "../etc/passwd"]) func otherTextIsNoTimeZone(_ name: String) {
        #expect(LocalZone(name) == nil)
    }
}
