/// Where a mail goes: the part of RFC 5321's mailboxes that people have. ASCII only, so it can stand in any header and command as it is.
///
/// Refused: quoted local parts, address literals, names without a dot, and internationalised domains in other than their ASCII form
/// (`xn--…`).
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    public static let maximumBytes = 254
    private static let maximumLocalBytes = 64
    private static let maximumLabelBytes = 63

    /// The domain in lower case, the local part as it was written.
    public let description: String

    /// Spaces around the address are dropped, since people paste them; `nil` when what is left is no address.
    public init?(_ text: String) {
        let bytes = text.utf8.drop { $0 == UInt8(ascii: " ") }.reversed().drop { $0 == UInt8(ascii: " ") }.reversed()
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard bytes.count <= Self.maximumBytes, parts.count == 2, Self.isLocalPart(parts[0]), Self.isDomain(parts[1]) else { return nil }
        description = String(decoding: parts[0], as: UTF8.self) + "@" + String(decoding: parts[1], as: UTF8.self).lowercased()
    }

    public var domain: String { String(description.drop { $0 != "@" }.dropFirst()) }

    /// For people who need not know it and for logs: `m…@example.com`.
    public var masked: String { "\(description.prefix(1))…@\(domain)" }

    /// Words of RFC 5322's `atext`, with single dots between them.
    private static func isLocalPart(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= maximumLocalBytes else { return false }
        return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty && word.allSatisfy { $0.isLetterOrDigit || atextSigns.contains($0) }
        }
    }

    private static let atextSigns = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    /// Two labels or more of letters, digits and inner hyphens; the last one has a letter, or it would be a number's end.
    private static func isDomain(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.last?.contains(where: \.isLetter) == true else { return false }
        let hyphen = UInt8(ascii: "-")
        return labels.allSatisfy { label in
            (1...maximumLabelBytes).contains(label.count) && label.allSatisfy { $0.isLetterOrDigit || $0 == hyphen }
                && label.first != hyphen && label.last != hyphen
        }
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    fileprivate var isLetterOrDigit: Bool { isLetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
