/// A number that can be called from anywhere (E.164): `+` and 8–15 digits, the first of them not 0.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    private static let digits = 8...15
    private static let maximumCharacters = 40

    public let description: String

    /// Reads what people write: spaces, dots, dashes and parentheses are dropped, `00` in front is `+`, and the `(0)` of
    /// `+33 (0)1 …`, which is not dialled from abroad, is left out. `nil` without a country, and for everything else.
    public init?(_ text: String) {
        guard text.unicodeScalars.count <= Self.maximumCharacters else { return nil }
        var written = Array(text.unicodeScalars.filter { !Self.separators.contains($0) })
        if let start = written.indices.first(where: { written[$0...].starts(with: Self.trunkPrefix) }) {
            written.removeSubrange(start..<start + Self.trunkPrefix.count)
        }
        written.removeAll { $0 == "(" || $0 == ")" }
        let digits = written.first == "+" ? written.dropFirst() : written.starts(with: "00".unicodeScalars) ? written.dropFirst(2) : []
        guard Self.digits.contains(digits.count), digits.first != "0", digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        description = "+" + String(digits.map(Character.init))
    }

    /// For people who need not know it and for logs: `+33 … 89`.
    public var masked: String { "\(description.prefix(3)) … \(description.suffix(2))" }

    /// With the spaces and hyphens that do not break a line.
    private static let separators = Set(" .-\u{A0}\u{202F}\u{2010}\u{2011}".unicodeScalars)
    private static let trunkPrefix = Array("(0)".unicodeScalars)
}
