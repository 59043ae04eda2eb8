@testable import Domain
import Foundation
import Testing

@Suite struct AttributeTests {
    @Test(arguments: ["a", "useCase", "cart.amount", "custom.x_1", "custom.9", String(repeating: "a", count: 64)])
    func names(_ text: String) { #expect(AttributeName(text)?.description == text) }

    @Test(arguments: [
        "", ".", "a.", ".a", "a..b", "9a", "_a", "a-b", "é", "a b", "and", "or", "not", "in", "has", "true", "false",
        String(repeating: "a", count: 65),
    ])
    func noNames(_ text: String) { #expect(AttributeName(text) == nil) }

    @Test func theSchemaNamesWhatTheServerKnows() {
        #expect(AttributeSchema.ticket.types.count == 20)
        #expect(AttributeSchema.ticket[.customerSegments] == .declared(.list))
        #expect(AttributeSchema.ticket[AttributeName(constant: "custom.x")] == .custom)
        #expect(AttributeSchema.ticket[AttributeName(constant: "customs.x")] == .unknown)
        for name in AttributeSchema.ticket.types.keys { #expect(AttributeName(name.description) == name) }
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("007", 7_000), ("1.5", 1_500), ("1.50", 1_500), ("-0.001", -1), ("1000000000000", 1_000_000_000_000_000),
        ("-1000000000000.000", -1_000_000_000_000_000),
    ])
    func numbers(_ text: String, _ thousandths: Int64) { #expect(FixedPoint(text)?.thousandths == thousandths) }

    @Test(arguments: ["", "-", ".", ".5", "5.", "1.2345", "+1", "1e3", "1000000000000.001", "--1", "1-", "0x1", "٣", "1.-1"])
    func noNumbers(_ text: String) { #expect(FixedPoint(text) == nil) }

    @Test func numbersSurviveTextAndJSON() throws {
        var source = RandomConditions(seed: 7)
        let numbers = (0..<5_000).map { _ in source.number() }
        #expect(numbers.map { FixedPoint($0.description) } == numbers)
        #expect(try JSONDecoder().decode([FixedPoint].self, from: JSONEncoder().encode(numbers)) == numbers)
        #expect(
            try JSONDecoder().decode([FixedPoint].self, from: Data("[0.0005, 3.0, 1e3]".utf8)).map(\.thousandths) == [1, 3_000, 1_000_000])
        for bad in ["[1e300]", "[1000000000001]", "[-1e13]", "[true]", "[\"1\"]"] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode([FixedPoint].self, from: Data(bad.utf8)) }
        }
        #expect(FixedPoint(Int64.max).thousandths == 1_000_000_000_000_000 && FixedPoint(UInt64.max) == FixedPoint(Int64.max))
        #expect(FixedPoint(thousandths: .min).thousandths == -1_000_000_000_000_000)
    }

    @Test func attributesArePlainJSON() throws {
        let json = #"{"cart.amount":12.5,"customer.segments":["vip"],"customer.verified":true,"queue":"advice","wait":30}"#
        let attributes = try JSONDecoder().decode(Attributes.self, from: Data(json.utf8))
        let expected: Attributes = [
            .cartAmount: .number(FixedPoint(thousandths: 12_500)), .customerSegments: .list(["vip"]), .customerVerified: .boolean(true),
            .queue: .text("advice"), .wait: 30,
        ]
        #expect(attributes == expected)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(attributes), as: UTF8.self) == json)
    }

    @Test func attributesOfOthersAreBounded() {
        let many = "{" + (0...AttributeLimits.count).map { "\"custom.a\($0)\":1" }.joined(separator: ",") + "}"
        let list = "{\"custom.a\":[" + Array(repeating: "\"x\"", count: AttributeLimits.list + 1).joined(separator: ",") + "]}"
        let long = "{\"custom.a\":\"\(String(repeating: "x", count: AttributeLimits.characters + 1))\"}"
        for bad in [
            many, list, long, #"{"custom.a":null}"#, #"{"custom.a":{}}"#, #"{"custom.a":[1]}"#, #"{"a b":1}"#, #"{"custom.a":[["x"]]}"#,
        ] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(Attributes.self, from: Data(bad.utf8)) }
        }
    }

    @Test func mergingPrefersTheNewer() {
        var attributes: Attributes = [.wait: 1, .queue: .text("a")]
        attributes.merge([.wait: 2, .callback: .boolean(true)])
        #expect(attributes == [.wait: 2, .queue: .text("a"), .callback: .boolean(true)])
        #expect(attributes.names == [.callback, .queue, .wait])
    }
}

extension AttributeValue: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int) { self = .number(FixedPoint(value)) }
}
