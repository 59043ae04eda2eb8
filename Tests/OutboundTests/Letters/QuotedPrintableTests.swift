import Domain
import Testing

@testable import Outbound

@Suite struct QuotedPrintableTests {
    /// By RFC 2045 §6.7, without the encoder's help.
    private func decode(_ text: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            let pair = rest.prefix(2)
            rest = rest.dropFirst(2)
            if pair.elementsEqual([0x0D, 0x0A]) { continue }
            bytes.append(try #require(UInt8(String(decoding: pair, as: UTF8.self), radix: 16)))
        }
        return bytes
    }

    private func check(_ text: String, _ comment: Comment? = nil) throws {
        let encoded = QuotedPrintable.encode(text)
        var lines = encoded.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.last != " " && $0.last != "\t" }, comment)
        #expect(lines.allSatisfy { !$0.hasPrefix(".") && !$0.hasPrefix("From ") }, comment)
        lines.removeAll()
        #expect(encoded.utf8.allSatisfy { (0x20...0x7E).contains($0) || [0x09, 0x0A, 0x0D].contains($0) }, comment)
        let normal = text.split(omittingEmptySubsequences: false) { $0.isNewline }.joined(separator: "\r\n")
        #expect(try decode(encoded) == Array(normal.utf8), comment)
    }

    @Test(arguments: [
        "", "plain", "a = b", "trailing \nspace\t\n", ".\n..\n.", "From here\nFrom", "é€👩‍👩‍👧", String(repeating: "x", count: 75),
        String(repeating: "x", count: 76), String(repeating: "x", count: 77), String(repeating: "é", count: 300),
        String(repeating: ".", count: 200), "a\r\nb\rc\nd\u{85}e\u{2028}f", String(repeating: " ", count: 100),
        "https://visavis.example/callback/5f0c?x=1&y=2#" + String(repeating: "t", count: 100),
    ])
    func linesAreShortAndComeBackAsTheyWere(_ text: String) throws { try check(text) }

    @Test(arguments: 0..<4) func anyTextComesBackAsItWas(_ seed: UInt64) throws {
        var source = IdentifierSource(seed: seed)
        let signs = Array("ab .=FromF\n\t\r\u{0}\u{1B}é€👩‍👩‍👧~")
        for _ in 0..<300 {
            let text = String(
                (0..<Int.random(in: 0...200, using: &source)).map { _ in signs[Int.random(in: 0..<signs.count, using: &source)] })
            try check(text, "seed \(seed)")
        }
    }
}
