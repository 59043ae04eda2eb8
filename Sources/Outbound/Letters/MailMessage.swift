public import Domain

/// A letter as a mail (RFC 5322): plain text in UTF-8, quoted-printable. The same letter is the same mail each time it is tried.
public struct MailMessage: Sendable {
    public let text: String

    public init(_ letter: Letter, to address: EmailAddress, from: Mailbox) {
        let headers = [
            "From: \(from.headerText)",
            "To: <\(address)>",
            "Subject: \(HeaderText.encode(letter.subject.description))",
            "Date: \(letter.createdAt.mailDate)",
            "Message-ID: <\(letter.id)@\(from.address.domain)>",
            // Holiday notices and the like need not answer.
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ]
        text = headers.joined(separator: "\r\n") + "\r\n\r\n" + QuotedPrintable.encode(letter.text.description) + "\r\n"
    }
}

extension Instant {
    /// RFC 5322 §3.3, in UTC: `Tue, 20 Oct 2026 22:28:33 +0000`.
    var mailDate: String {
        let seconds = Int(milliseconds / 1_000)
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = Self.civilDate(days)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days % 7]
        let name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
        let time = [rest / 3_600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(weekday), \(day) \(name) \(year) \(time) +0000"
    }

    /// The Gregorian date that many days after 1970-01-01. Years are counted from March, so that the leap day is their last.
    private static func civilDate(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}
