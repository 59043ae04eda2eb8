import Domain

/// What a verified token said about the person; kept with their signaling session.
final class ClientProfile: Sendable {
    enum Kind: Sendable {
        case customer(Customer, cart: Money?, page: BoundedText<AddressLimit>?)
        case account(Account)
        case guest(name: BoundedText<NameLimit>?)
    }

    let kind: Kind

    init(_ kind: Kind) { self.kind = kind }
}
