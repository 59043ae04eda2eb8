@testable import Domain
import Testing

@Suite struct ExpressionEvaluationTests {
    static let ticket: Attributes = [
        .useCase: .text("mortgage"), .queue: .text("advice"), .page: .text("https://bank.example/loans?id=3"), .wait: 30,
        .cartAmount: .number(FixedPoint(thousandths: 1_500)), .customerVerified: .boolean(true), .customerKnown: .boolean(false),
        .customerSegments: .list(["vip", "loyal"]), .queueDepth: 4, .queueStaffed: 2,
        AttributeName(constant: "custom.text"): .text("7"), AttributeName(constant: "custom.number"): 7,
        AttributeName(constant: "custom.flag"): .boolean(true), AttributeName(constant: "custom.list"): .list(["a"]),
    ]

    @Test(arguments: [
        ("true", true), ("false", false), ("not false", true),
        ("useCase == 'mortgage'", true), ("useCase == 'Mortgage'", false), ("useCase != 'mortgage'", false), ("useCase != 'cards'", true),
        ("wait == 30", true), ("wait == 30.000", true), ("wait < 30", false), ("wait <= 30", true), ("wait > 29.999", true),
        ("wait >= 30.001", false),
        ("cart.amount == 1.5", true), ("cart.amount > -1.5", true), ("cart.amount in [1, 1.50]", true),
        ("customer.verified", true), ("customer.verified == false", false), ("customer.verified != false", true),
        ("customer.known", false),
        ("customer.verified == customer.known", false), ("customer.verified != customer.known", true),
        ("queue.depth > queue.staffed", true), ("queue.depth == queue.staffed", false), ("useCase == queue", false),
        ("useCase in ['cards', 'mortgage']", true), ("useCase in ['cards']", false), ("customer.known in [true]", false),
        ("customer.segments has 'vip'", true), ("customer.segments has 'vi'", false), ("customer.segments has \"loyal\"", true),
        ("page has '/loans?'", true), ("page has '/Loans'", false), ("page has ''", true),
        ("page has 'https://bank.example/loans?id=34'", false),
        ("page has '3'", true),
    ])
    func testsOfWhatIsThere(_ text: String, _ truth: Bool) throws {
        #expect(try Expression(text).isTrue(for: Self.ticket) == truth, "\(text)")
    }

    /// A missing attribute makes its test false, whatever the test; `not` then holds.
    @Test(arguments: [
        "matter == 'x'", "matter != 'x'", "matter in ['x']", "matter has 'x'", "matter has ''", "matter == useCase",
        "useCase == matter", "useCase != matter",
        "queue.available < 1", "queue.available >= 1", "queue.available != 1", "queue.available == wait", "wait > queue.available",
        "callback", "callback == false", "callback != true", "callback in [false]", "page has matter", "custom.x", "custom.x == 1",
        "custom.x != 1",
        "custom.x < 1", "custom.x in ['a']", "custom.x has 'a'", "custom.x == custom.x", "custom.x != custom.y",
    ])
    func whatIsMissingIsFalse(_ text: String) throws {
        #expect(try !Expression(text).isTrue(for: Self.ticket), "\(text)")
        #expect(try Expression("not " + text).isTrue(for: Self.ticket), "not \(text)")
    }

    /// Types that only the ticket reveals: another one is different, and in no order.
    @Test(arguments: [
        ("custom.text == 7", false), ("custom.text != 7", true), ("custom.text < 8", false), ("custom.text >= 7", false),
        ("custom.text in [7]", false),
        ("custom.text == '7'", true), ("custom.text != '7'", false), ("custom.text has '7'", true), ("custom.text", false),
        ("custom.number == '7'", false), ("custom.number != '7'", true), ("custom.number <= 7", true), ("custom.number has '7'", false),
        ("custom.number == true", false), ("custom.number == wait", false), ("custom.number < wait", true),
        ("custom.number == custom.text", false),
        ("custom.number != custom.text", true), ("custom.flag", true), ("custom.flag == true", true), ("custom.flag != 'true'", true),
        ("custom.flag has 'true'", false), ("custom.list has 'a'", true), ("custom.list == 'a'", false), ("custom.list != 'a'", true),
        ("custom.list in ['a']", false), ("custom.list > 0", false), ("custom.list", false), ("page has custom.number", false),
        ("customer.segments has custom.text", false),
    ])
    func anotherTypeIsDifferent(_ text: String, _ truth: Bool) throws {
        #expect(try Expression(text).isTrue(for: Self.ticket) == truth, "\(text)")
    }

    /// A declared attribute with a value of another type cannot come from the server; still nothing but false happens.
    @Test func wrongValuesOfDeclaredAttributesAreHarmless() throws {
        let wrong: Attributes = [.wait: .text("30"), .customerSegments: 3, .callback: .list([])]
        for text in ["wait > 3", "wait == 30", "customer.segments has '3'", "callback"] {
            #expect(try !Expression(text).isTrue(for: wrong), "\(text)")
        }
    }

    @Test func andOrNotFollowTheirTruthTables() throws {
        let names = ["callback", "appointment", "customer.known"]
        let forms: [(String, (Bool, Bool, Bool) -> Bool)] = [
            ("callback and appointment or customer.known", { $0 && $1 || $2 }),
            ("callback or appointment and customer.known", { $0 || $1 && $2 }),
            ("callback and (appointment or customer.known)", { $0 && ($1 || $2) }),
            ("not callback and appointment or not customer.known", { !$0 && $1 || !$2 }),
            ("not (callback and appointment) and customer.known", { !($0 && $1) && $2 }),
            ("not not callback or (appointment and (customer.known))", { $0 || $1 && $2 }),
            ("callback and appointment and customer.known", { $0 && $1 && $2 }),
            ("callback or (appointment or customer.known)", { $0 || $1 || $2 }),
            ("not callback == true and appointment != customer.known", { !$0 && $1 != $2 }),
        ]
        for (text, meaning) in forms {
            let expression = try Expression(text)
            for bits in 0..<8 {
                let truths = (0..<3).map { bits >> $0 & 1 == 1 }
                var attributes = Attributes()
                for (name, truth) in zip(names, truths) { attributes[try #require(AttributeName(name))] = .boolean(truth) }
                #expect(expression.isTrue(for: attributes) == meaning(truths[0], truths[1], truths[2]), "\(text) of \(truths)")
            }
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func theTwoWaysOfAskingAgree(seed: UInt64) throws {
        var conditions = RandomConditions(seed: seed)
        for _ in 0..<500 {
            guard let expression = try? Expression(conditions.next(depth: 3).description) else { continue }
            let truth = expression.isTrue(for: Self.ticket)
            if expression.isTrue({ Self.ticket[$0] }) != truth { Issue.record("seed \(seed): \(expression)") }
            if try Expression("not (\(expression))").isTrue(for: Self.ticket) == truth { Issue.record("seed \(seed): not \(expression)") }
        }
    }

    @Test(arguments: [
        ("wait > 60", [61]), ("wait >= 60", [60]), ("wait < 60", [60]), ("wait <= 60.5", [61]),
        ("wait > 0.5 or not wait < 90.001", [1, 91]),
        ("wait == 10", [10, 11]), ("wait == 1.5", []), ("wait in [3, 5] and callback", [3, 4, 5, 6]), ("wait > -5", []),
        ("wait >= 0", []),
        ("queue.depth > 3", []), ("wait > queue.depth", []),
    ])
    func thresholdsAreTheAgesAtWhichTheTruthChanges(_ text: String, _ ages: [Int]) throws {
        let expression = try Expression(text)
        #expect(expression.waitThresholds == ages)
        let truths = (0...120).map { age in
            expression.isTrue { $0 == .wait ? .number(FixedPoint(age)) : $0 == .callback ? .boolean(true) : nil }
        }
        let changes = (1...120).filter { truths[$0] != truths[$0 - 1] }
        #expect(Set(changes).isSubset(of: ages), "\(text) changes at \(changes)")
    }
}
