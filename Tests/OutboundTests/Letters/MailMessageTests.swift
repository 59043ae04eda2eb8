import Domain
import Foundation
import Testing

@testable import Outbound

@Suite struct MailMessageTests {
    /// As a reader takes it: headers unfolded, and the body.
    private func read(_ text: String) throws -> (headers: [String: String], body: String) {
        let end = try #require(text.range(of: "\r\n\r\n"))
        let head = text[..<end.lowerBound].replacingOccurrences(of: "\r\n ", with: " ")
        var headers: [String: String] = [:]
        for line in head.components(separatedBy: "\r\n") {
            let colon = try #require(line.range(of: ": "))
            #expect(headers.updateValue(String(line[colon.upperBound...]), forKey: String(line[..<colon.lowerBound])) == nil)
        }
        return (headers, String(text[end.upperBound...]))
    }

    private func mail(
        subject: String = "Hello", text: String = "Hello.", from: String = "Visavis <no-reply@visavis.example>",
        at ms: Int64 = 1_792_535_313_394
    ) throws -> String {
        let address = try #require(EmailAddress("marie@example.com"))
        let letter = Letter(
            id: LetterID(high: 1, low: 2), to: .email(address), subject: try #require(BoundedText(subject)),
            text: try #require(BoundedText(text)), createdAt: Instant(milliseconds: ms), notAfter: Instant(milliseconds: ms + 1))
        return MailMessage(letter, to: address, from: try #require(Mailbox(from))).text
    }

    @Test func itSaysWhatItIs() throws {
        let (headers, body) = try read(try mail())
        #expect(
            headers == [
                "From": "Visavis <no-reply@visavis.example>", "To": "<marie@example.com>", "Subject": "Hello",
                "Date": "Tue, 20 Oct 2026 22:28:33 +0000", "Message-ID": "<00000000000000010000000000000002@visavis.example>",
                "Auto-Submitted": "auto-generated", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8",
                "Content-Transfer-Encoding": "quoted-printable",
            ])
        #expect(body == "Hello.\r\n")
        #expect(try mail() == mail())
    }

    @Test(arguments: [
        "Hello\r\nBcc: all@example.com", "Hello\n\nbody", "a\rb", "a\u{85}Bcc: x", "a\u{2028}b", "a\u{0B}b", "=?UTF-8?B?QmNj?=",
        "Rappel · à 15 h 30 – " + String(repeating: "é👩‍👩‍👧", count: 20), "\tx", String(repeating: "long ", count: 59),
        "a\r\n\r\n.\r\nMAIL FROM:<x@example.com>",
    ])
    func noSubjectBecomesAnotherHeader(_ subject: String) throws {
        let text = try mail(subject: subject)
        let (headers, body) = try read(text)
        #expect(headers.count == 9 && headers["Bcc"] == nil && body == "Hello.\r\n")
        #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0D || $0 == 0x0A })
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 && !$0.contains("\r") && !$0.contains("\n") })
        let given = try #require(BoundedText<LineLimit>(subject)).description
        let expected = String(String.UnicodeScalarView(given.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        #expect(try decode(try #require(headers["Subject"])) == expected)
    }

    /// By RFC 2047, without the encoder's help.
    private func decode(_ header: String) throws -> String {
        guard header.contains("=?") else { return header }
        return try header.split(separator: " ").map { word in
            #expect(word.utf8.count <= 75 && word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?="))
            let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            return try #require(String(data: data, encoding: .utf8), "each word is whole by itself")
        }.joined()
    }

    @Test(arguments: ["Visavis, Inc. <a@example.com>", "\"Visavis\" <a@example.com>", "Crédit <a@example.com>", "a@example.com"])
    func theSendersNameIsAPhrase(_ from: String) throws {
        let header = try #require(try read(try mail(from: from)).headers["From"])
        #expect(header.hasSuffix("<a@example.com>"))
        #expect(header.dropLast("<a@example.com>".count).allSatisfy { !",\"<>@.()".contains($0) })
    }

    @Test(arguments: [
        "", "Visavis", "Visavis <a@example>", "<a@example.com", "Visavis <a@example.com> x", "x <a@example.com>\r\nBcc: b@example.com",
    ])
    func otherSendersAreRefused(_ from: String) {
        #expect(Mailbox(from) == nil)
    }

    @Test(arguments: [
        (Int64(0), "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 +0000"),
        (1_709_251_199_000, "Thu, 29 Feb 2024 23:59:59 +0000"), (4_107_542_400_000, "Mon, 1 Mar 2100 00:00:00 +0000"),
    ])
    func datesAreThoseOfTheCalendar(_ ms: Int64, _ date: String) {
        #expect(Instant(milliseconds: ms).mailDate == date)
    }
}
