/// Someone who works with the product.
public struct Account: Hashable, Sendable, Codable {
    public let id: AccountID
    /// What the account signs in with; nobody else sees it.
    public let name: BoundedText<NameLimit>
    /// What customers and colleagues see.
    public let displayName: BoundedText<NameLimit>
    public let role: Role

    public init(id: AccountID, name: BoundedText<NameLimit>, displayName: BoundedText<NameLimit>? = nil, role: Role) {
        self.id = id
        self.name = name
        self.displayName = displayName ?? name
        self.role = role
    }
}

public typealias AccountID = Identifier<Account>
/// An agent is an account that takes calls.
public typealias AgentID = AccountID

public enum Role: String, Sendable, Codable, CaseIterable {
    case agent, supervisor, manager, admin
}
