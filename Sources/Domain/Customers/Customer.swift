/// A person the company serves, known by a device or by what the host's web site says of them.
public struct Customer: Hashable, Sendable, Codable {
    public let id: CustomerID
    public var name: BoundedText<NameLimit>?
    public var email: BoundedText<NameLimit>?
    /// The host system's own id for this customer. Present means: the host vouched for them (`verified`).
    public var externalID: BoundedText<NameLimit>?

    public var isVerified: Bool { externalID != nil }

    public init(
        id: CustomerID, name: BoundedText<NameLimit>? = nil, email: BoundedText<NameLimit>? = nil,
        externalID: BoundedText<NameLimit>? = nil
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.externalID = externalID
    }
}

public typealias CustomerID = Identifier<Customer>

/// The value of the basket at the moment of the click: an integer in minor units of `currency` (ISO 4217).
public struct Money: Hashable, Sendable, Codable {
    public let amount: Int64
    public let currency: String

    /// `nil` unless `currency` is three capital letters.
    public init?(amount: Int64, currency: String) {
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            return nil
        }
        self.amount = amount
        self.currency = currency
    }
}
