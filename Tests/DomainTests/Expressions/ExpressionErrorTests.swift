@testable import Domain
import Foundation
import Testing

@Suite struct ExpressionErrorTests {
    /// Foundation has another one.
    typealias Expression = Domain.Expression
    typealias Mistake = (text: String, code: ExpressionError.Code, offset: Int)

    static let mistakes: [Mistake] = [
        ("", .empty, 0), (" \t\r\n", .empty, 0),
        ("queue = 'a'", .unexpectedCharacter, 6), ("wait ! 3", .unexpectedCharacter, 5), ("wait > 3 & callback", .unexpectedCharacter, 9),
        ("queue == “a”", .unexpectedCharacter, 9), ("wait\u{A0}> 3", .unexpectedCharacter, 4),
        ("wait >", .unexpectedEnd, 6), ("not", .unexpectedEnd, 3), ("(callback", .unexpectedEnd, 9),
        ("queue in ['a',", .unexpectedEnd, 14),
        ("callback and", .unexpectedEnd, 12), ("queue in", .unexpectedEnd, 8),
        ("callback callback", .unexpectedToken, 9), ("callback)", .unexpectedToken, 8),
        ("'vip' in customer.segments", .unexpectedToken, 0),
        ("queue in []", .unexpectedToken, 10), ("queue in 'a'", .unexpectedToken, 9), ("and callback", .unexpectedToken, 0),
        ("callback or or callback", .unexpectedToken, 12), ("wait > (3)", .unexpectedToken, 7), ("wait not in [1]", .unexpectedToken, 5),
        ("1 < wait", .unexpectedToken, 0), ("callback == true == true", .unexpectedToken, 17),
        ("callback AND callback", .unexpectedToken, 9),
        ("colour == 'red'", .unknownAttribute, 0), ("🎥 == 1", .unexpectedCharacter, 0), ("'é🎥' == 1", .unexpectedToken, 0),
        ("matter == 'e\u{301}🎥' and colour", .unknownAttribute, 20), ("custom. == 1", .unknownAttribute, 0),
        ("custom..x", .unknownAttribute, 0),
        ("wait == depth", .unknownAttribute, 8), ("customers", .unknownAttribute, 0), ("Callback", .unknownAttribute, 0),
        ("wait", .typeMismatch, 0), ("wait == 'long'", .typeMismatch, 8), ("queue == 3", .typeMismatch, 9),
        ("queue < 'b'", .typeMismatch, 6),
        ("callback == 1", .typeMismatch, 12), ("customer.segments == 'vip'", .typeMismatch, 18),
        ("customer.segments in ['vip']", .typeMismatch, 0),
        ("wait has 'a'", .typeMismatch, 0), ("customer.segments has 3", .typeMismatch, 22), ("queue in ['a', 3]", .typeMismatch, 15),
        ("custom.x in ['a', 3]", .typeMismatch, 18), ("custom.x < 'a'", .typeMismatch, 11),
        ("custom.x == customer.segments", .typeMismatch, 12),
        ("wait == queue", .typeMismatch, 8), ("customer.segments", .typeMismatch, 0), ("custom.x has wait", .typeMismatch, 13),
        ("wait > 1.2345", .badNumber, 7), ("wait > 1.", .badNumber, 7), ("wait > -", .badNumber, 7), ("wait > 3s", .badNumber, 7),
        ("wait > 1.2.3", .badNumber, 7), ("wait > 1000000000001", .badNumber, 7), ("wait > 99999999999999999999999999", .badNumber, 7),
        ("queue == 'a", .badString, 9), ("queue == \"a\\n\"", .badString, 11), ("queue == 'a\nb'", .badString, 11),
        ("queue == 'a\\", .badString, 9),
    ]

    @Test(arguments: mistakes)
    func mistakesSayWhatAndWhere(_ mistake: Mistake) {
        let error = #expect(throws: ExpressionError.self, "\(mistake.text)") { try Expression(mistake.text) }
        #expect(error?.code == mistake.code && error?.offset == mistake.offset, "\(mistake.text): \(String(describing: error))")
    }

    @Test func theTextIsBounded() throws {
        let limit = ExpressionLimits.characters
        let longest = "matter == '" + String(repeating: "🎥", count: limit - 12) + "'"
        #expect(longest.unicodeScalars.count == limit)
        _ = try Expression(longest)
        for text in [longest + " ", String(repeating: "x", count: 5_000_000), "a" + String(repeating: "\u{301}", count: limit)] {
            #expect(code(of: text) == .tooLong)
        }
    }

    @Test func nodesAreBounded() throws {
        let hundred = Array(repeating: "callback", count: 100)
        _ = try Expression(hundred.joined(separator: " or "))
        #expect(code(of: (hundred + ["callback"]).joined(separator: " or ")) == .tooLong)
        let ones = { (count: Int) in "wait in [" + Array(repeating: "1", count: count).joined(separator: ",") + "]" }
        _ = try Expression(ones(199))
        #expect(code(of: ones(200)) == .tooLong)
    }

    @Test func nestingIsBounded() throws {
        let limit = ExpressionLimits.depth
        let parentheses = { (count: Int) in String(repeating: "(", count: count) + "callback" + String(repeating: ")", count: count) }
        _ = try Expression(parentheses(limit))
        #expect(code(of: parentheses(limit + 1)) == .tooDeep)
        let nots = { (count: Int) in String(repeating: "not ", count: count) + "callback" }
        _ = try Expression(nots(limit - 1))
        #expect(code(of: nots(limit)) == .tooDeep)
        #expect(code(of: String(repeating: "(", count: 2_000)) == .tooDeep)
        // Two levels of operations for each parenthesis.
        let mixed = { (count: Int) in
            String(repeating: "callback or callback and (", count: count) + "callback" + String(repeating: ")", count: count)
        }
        #expect(try Expression(mixed(15)).condition.height == 31)
        #expect(code(of: mixed(16)) == .tooDeep)
    }

    @Test func aStoredTextThatIsNoConditionKeepsItsError() throws {
        let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode([Expression].self, from: Data(#"["wait > "]"#.utf8)) }
        guard case .dataCorrupted(let context)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect((context.underlyingError as? ExpressionError)?.code == .unexpectedEnd)
        #expect(context.codingPath.first?.intValue == 0)
    }

    @Test func anExpressionIsStoredAsItsText() throws {
        let expression = try Expression("  wait>30  ")
        let stored = try JSONEncoder().encode([expression])
        #expect(String(decoding: stored, as: UTF8.self) == #"["  wait>30  "]"#)
        #expect(try JSONDecoder().decode([Expression].self, from: stored) == [expression])
        #expect(expression.canonicalText == "wait > 30")
    }

    private func code(of text: String) -> ExpressionError.Code? {
        do {
            _ = try Expression(text)
            return nil
        } catch {
            return error.code
        }
    }
}
