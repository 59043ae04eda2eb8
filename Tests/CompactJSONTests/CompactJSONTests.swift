import CompactJSON
import Foundation
import Testing

/// Foundation reads what is written here, and wrote it until now: it is the judge.
@Suite struct CompactJSONTests {
    @Test func membersComeInTheirOrderWithoutWhiteSpace() throws {
        struct Seat: Encodable {
            let id = "a"
            let row = 7
            let window = true
            let note: String? = nil
            let price = 12.5
            let taken = [1, -2, 0]
            let inside = ["k": [String?.some("v"), nil]]
        }
        #expect(
            try CompactJSON.text(Seat())
                == #"{"id":"a","row":7,"window":true,"price":12.5,"taken":[1,-2,0],"inside":{"k":["v",null]}}"#)
    }

    @Test(arguments: ["", "plain", "\"\\/", "a\nb\r\tc", "\u{0}\u{1}\u{1F}\u{7F}", "é 漢字 😀 \u{2028}", String(repeating: "x\"", count: 300)])
    func textComesBack(_ text: String) throws {
        let bytes = try CompactJSON.encode([text: text])
        #expect(try JSONDecoder().decode([String: String].self, from: Data(bytes)) == [text: text])
    }

    @Test func controlCharactersAreEscaped() throws {
        #expect(try CompactJSON.text("\u{1}\u{1F}\n\"") == #""\u0001\u001f\n\"""#)
    }

    @Test func wholeNumbersAreExact() throws {
        #expect(
            try CompactJSON.text([Int64.min, -1, 0, 9, 10, .max]) == "[-9223372036854775808,-1,0,9,10,9223372036854775807]")
        #expect(try CompactJSON.text(UInt64.max) == "18446744073709551615")
        #expect(try CompactJSON.text([UInt8.max]) == "[255]")
    }

    @Test(arguments: [0.0, -0.5, 1.0, 1e22, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .pi])
    func fractionsComeBack(_ number: Double) throws {
        #expect(try JSONDecoder().decode([Double].self, from: Data(try CompactJSON.encode([number]))) == [number])
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func whatIsNoNumberIsRefused(_ number: Double) {
        #expect(throws: EncodingError.self) { try CompactJSON.encode([number]) }
    }

    @Test func nestedContainersAreClosedByWhoWritesFurtherOut() throws {
        struct Nested: Encodable {
            enum Keys: String, CodingKey { case outer, list, last }
            func encode(to encoder: any Encoder) throws {
                var object = encoder.container(keyedBy: Keys.self)
                var outer = object.nestedContainer(keyedBy: Keys.self, forKey: .outer)
                try outer.encode(1, forKey: .list)
                var list = object.nestedUnkeyedContainer(forKey: .list)
                try list.encode(true)
                _ = list.nestedContainer(keyedBy: Keys.self)
                try list.encodeNil()
                // The same object again, by other keys.
                var again = encoder.container(keyedBy: Keys.self)
                try again.encode("x", forKey: .last)
            }
        }
        #expect(try CompactJSON.text([Nested()]) == #"[{"outer":{"list":1},"list":[true,{},null],"last":"x"}]"#)
    }

    @Test func whatSaysNothingIsAnEmptyObject() throws {
        struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }
        #expect(try CompactJSON.text([Nothing(), Nothing()]) == "[{},{}]")
        #expect(try CompactJSON.text([Int]()) == "[]")
    }

    @Test func choicesAreWrittenAsFoundationReadsThem() throws {
        enum Choice: Codable, Equatable { case none, one(Int), two(a: String, b: [Choice]) }
        let choices: [Choice] = [.none, .one(4), .two(a: "x", b: [.none, .one(5)])]
        #expect(try JSONDecoder().decode([Choice].self, from: Data(try CompactJSON.encode(choices))) == choices)
    }
}
