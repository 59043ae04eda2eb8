import Domain

/// What a verified token said about the person; kept with their signaling session.
final class ClientProfile: Sendable {
    enum Kind: Sendable {
        case customer(Customer, cart: Money?, page: BoundedText<AddressLimit>?, context: VisitContext)
        case account(Account)
        case guest(name: BoundedText<NameLimit>?)
    }

    let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    /// The same after that agent had the customer.
    func after(_ agent: AgentID) -> ClientProfile {
        guard case .customer(let customer, let cart, let page, var context) = kind else { return self }
        context.lastAgent = agent
        return ClientProfile(.customer(customer, cart: cart, page: page, context: context))
    }
}
