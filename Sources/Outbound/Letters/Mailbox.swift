public import Domain

/// Who a mail comes from: an address, and the name that people see.
public struct Mailbox: Hashable, Sendable {
    public let name: BoundedText<NameLimit>?
    public let address: EmailAddress

    /// Reads `Visavis <no-reply@example.com>`, the name also in double quotes, or an address alone.
    public init?(_ text: String) {
        guard let open = text.firstIndex(of: "<") else {
            guard let address = EmailAddress(text) else { return nil }
            self.init(name: nil, address: address)
            return
        }
        let inner = text[text.index(after: open)...]
        guard inner.last == ">", let address = EmailAddress(String(inner.dropLast())) else { return nil }
        var name = text[..<open].drop { $0 == " " }
        while name.last == " " { name.removeLast() }
        if name.count >= 2, name.first == "\"", name.last == "\"" { name = name.dropFirst().dropLast() }
        if name.isEmpty { return nil }
        guard let bounded = BoundedText<NameLimit>(String(name)) else { return nil }
        self.init(name: bounded, address: address)
    }

    public init(name: BoundedText<NameLimit>?, address: EmailAddress) {
        self.name = name
        self.address = address
    }

    /// As it stands in a header.
    var headerText: String {
        guard let name else { return "<\(address)>" }
        return "\(HeaderText.encode(name.description, isPhrase: true)) <\(address)>"
    }
}
