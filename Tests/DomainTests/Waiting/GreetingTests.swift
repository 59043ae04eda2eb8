import Domain
import Foundation
import Testing

@Suite struct GreetingTests {
    private func estimate(_ p50: Int64, _ p90: Int64) throws -> WaitEstimate {
        try JSONDecoder().decode(WaitEstimate.self, from: Data(#"{"p50":\#(p50 * 1_000),"p90":\#(p90 * 1_000)}"#.utf8))
    }

    @Test func theMessageFollowsFromHoursStaffAndWait() throws {
        let soon = try estimate(130, 400)
        let long = try estimate(700, 901)
        let monday = Instant(milliseconds: 1)
        let greet = { (opening: Greeting.Opening, staffed: Int, place: Int, estimate: WaitEstimate?) in
            Greeting(opening: opening, staffed: staffed, place: place, estimate: estimate)
        }
        #expect(greet(.open, 3, 1, nil) == .waiting)
        #expect(greet(.open, 3, 1, soon) == .waitingAbout(soon))
        #expect(greet(.open, 3, 9, long) == .longWait(long))
        #expect(greet(.open, 0, 1, soon) == .noStaff)
        #expect(greet(.closed(reopensAt: monday), 3, 1, soon) == .closed(reopensAt: monday))
        #expect(greet(.closed(reopensAt: nil), 0, 0, nil) == .connecting, "whom an agent is being asked for is served")
    }

    @Test func minutesAreNeverNarrowerThanComputed() throws {
        #expect(try estimate(10, 30).minutes == (1, 1))
        #expect(try estimate(130, 400).minutes == (2, 7))
        #expect(try estimate(180, 180).minutes == (3, 3))
    }

    @Test func everyMessageSpeaksEveryLanguage() throws {
        let texts = GreetingTexts()
        for language in Language.allCases {
            let soon = Greeting.waitingAbout(try estimate(130, 400)).text(in: language, from: texts)
            #expect(soon.contains("2–7 min") && !soon.contains("{"))
            for greeting in [
                Greeting.connecting, .waiting, .noStaff, .closed(reopensAt: nil), .closed(reopensAt: Instant(milliseconds: 0)),
            ] {
                let text = greeting.text(in: language, from: texts)
                #expect(!text.isEmpty && !text.contains("{"))
            }
        }
    }

    @Test func theNextOpeningIsNamedAsPeopleDo() throws {
        let shop = try BusinessHours(
            .init(name: "shop", timeZone: "Europe/Paris", weekly: ["monday": ["09:00-12:00"]], holidays: []))
        let opening = try #require(shop.nextOpening(after: Instant(milliseconds: 1_748_600_000_000)))
        let say = { (language: Language, hoursBefore: Int) in
            Greeting.closed(reopensAt: opening).text(
                in: language, from: GreetingTexts(), now: shop.localTime(at: opening + .seconds(-3_600 * hoursBefore)),
                reopens: shop.localTime(at: opening))
        }
        #expect(say(.english, 1) == "We are closed. We open again today at 09:00.")
        #expect(say(.english, 12) == "We are closed. We open again tomorrow at 09:00.")
        #expect(say(.english, 60) == "We are closed. We open again on Monday at 09:00.")
        #expect(say(.french, 60) == "Nous sommes fermés. Réouverture lundi à 09:00.")
        #expect(say(.french, 300) == "Nous sommes fermés. Réouverture le 2 juin à 09:00.")
    }

    @Test func aPlanChangesSomeTextsAndKeepsTheRest() throws {
        let json = #"{"longWait":{"en":"Busy: {minutes} minutes","de":"?"},"waiting":{"en":"Hello"},"other":{}}"#
        let texts = try JSONDecoder().decode(GreetingTexts.self, from: Data(json.utf8))
        #expect(Greeting.longWait(try estimate(600, 1_200)).text(in: .english, from: texts) == "Busy: 10–20 minutes")
        #expect(Greeting.waiting.text(in: .english, from: texts) == "Hello")
        #expect(Greeting.waiting.text(in: .french, from: texts) == Greeting.waiting.text(in: .french, from: GreetingTexts()))
        #expect(try JSONDecoder().decode(GreetingTexts.self, from: JSONEncoder().encode(texts)) == texts)
    }
}
