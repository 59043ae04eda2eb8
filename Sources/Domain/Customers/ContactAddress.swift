/// Where a customer wants to be written to. In JSON exactly one of `{"email": "…"}` and `{"phone": "+33…"}`.
public enum ContactAddress: Hashable, Sendable {
    case email(EmailAddress)
    case phone(PhoneNumber)

    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case email, phone
    }

    /// Reads an address that somebody typed: with an `@` it is for mail. `nil`: neither.
    public init?(_ text: String) {
        if text.contains("@") {
            guard let address = EmailAddress(text) else { return nil }
            self = .email(address)
        } else {
            guard let number = PhoneNumber(text) else { return nil }
            self = .phone(number)
        }
    }

    public var kind: Kind {
        switch self {
        case .email: .email
        case .phone: .phone
        }
    }

    /// Whose letters these are: mail servers do not tell capitals apart.
    public var mailbox: String { description.lowercased() }

    /// For people who need not know it and for logs.
    public var masked: String {
        switch self {
        case .email(let address): address.masked
        case .phone(let number): number.masked
        }
    }
}

/// As it is dialled or written; not for logs.
extension ContactAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .email(let address): address.description
        case .phone(let number): number.description
        }
    }
}

extension ContactAddress: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Kind.self)
        let given = Kind.allCases.filter(container.contains)
        guard given.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: container.codingPath, debugDescription: "exactly one of email and phone is expected"))
        }
        let text = try container.decode(String.self, forKey: given[0])
        let address: Self? =
            switch given[0] {
            case .email: EmailAddress(text).map(Self.email)
            case .phone: PhoneNumber(text).map(Self.phone)
            }
        guard let address else {
            let expected =
                switch given[0] {
                case .email: "not an e-mail address such as name@example.com (international names in their xn-- form)"
                case .phone: "not a phone number with its country such as +33 1 23 45 67 89"
                }
            throw DecodingError.dataCorruptedError(forKey: given[0], in: container, debugDescription: expected)
        }
        self = address
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Kind.self)
        try container.encode(description, forKey: kind)
    }
}

extension ContactAddress.Kind: CodingKey {}
