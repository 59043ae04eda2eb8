import Domain
import Testing

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        ("+33123456789", "+33123456789"), ("+33 1 23 45 67 89", "+33123456789"), ("0033 1.23.45.67.89", "+33123456789"),
        ("+33 (0)1 23 45 67 89", "+33123456789"), ("0044 (0) 20 7946 0958", "+442079460958"), ("+1 (415) 555-0132", "+14155550132"),
        ("(+49) 30 901820", "+4930901820"), ("+33\u{A0}6\u{202F}12\u{2011}34 56 78", "+33612345678"), ("+12345678", "+12345678"),
        ("+123456789012345", "+123456789012345"),
    ])
    func whatPeopleWriteIsRead(_ text: String, _ number: String) {
        #expect(PhoneNumber(text)?.description == number)
    }

    @Test(arguments: [
        "", "+", "00", "01 23 45 67 89", "(0)1 23 45 67 89", "33123456789", "+0123456789", "000123456789", "+1234567", "+1234567890123456",
        "+33+123456789", "+331234567a9", "+33 12 34\n56 78", "+33123456789;ext=1", "+33123456789,1", "tel:+33123456789", "+٣٣١٢٣٤٥٦٧٨٩",
        "+３３１２３４５６７８９", "+33123456789\u{0}", "+1" + String(repeating: " ", count: 40) + "2345678",
    ])
    func everythingElseIsNot(_ text: String) {
        #expect(PhoneNumber(text) == nil)
    }

    @Test func logsSeeTheCountryAndTheEnd() {
        #expect(PhoneNumber("+33123456789")?.masked == "+33 … 89")
    }

    @Test(arguments: 0..<8) func noMutationGetsMoreThanDigitsThrough(_ seed: UInt64) throws {
        var source = IdentifierSource(seed: seed)
        let signs = Array("+0123456789 .-()/,;*#\r\n\u{0}\u{A0}٣３a".unicodeScalars)
        for _ in 0..<3_000 {
            var text = Array("+33 (0)1 23-45.67 89".unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &source) {
                let place = Int.random(in: 0..<text.count, using: &source)
                let sign = signs[Int.random(in: 0..<signs.count, using: &source)]
                switch Int.random(in: 0..<3, using: &source) {
                case 0: text[place] = sign
                case 1: text.insert(sign, at: place)
                default: text.remove(at: place)
                }
            }
            guard let number = PhoneNumber(String(String.UnicodeScalarView(text))) else { continue }
            let bytes = Array(number.description.utf8)
            #expect((9...16).contains(bytes.count) && bytes[0] == UInt8(ascii: "+") && bytes[1] != UInt8(ascii: "0"), "seed \(seed)")
            #expect(bytes.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }, "seed \(seed)")
            #expect(PhoneNumber(number.description) == number)
        }
    }
}
