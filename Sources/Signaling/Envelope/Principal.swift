public import Domain

/// Who is behind a connection.
public enum Principal: Hashable, Sendable {
    case customer(CustomerID)
    case account(AccountID)
    /// Invited to one session.
    case guest(GuestID)

    public var person: Identifier<Person> {
        switch self {
        case .customer(let id): Identifier<Person>(id)
        case .account(let id): Identifier<Person>(id)
        case .guest(let id): Identifier<Person>(id)
        }
    }
}
