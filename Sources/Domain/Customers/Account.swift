/// Someone who works with the product.
public struct Account: Hashable, Sendable, Codable {
    public let id: AccountID
    public let name: BoundedText<NameLimit>
    public let role: Role

    public init(id: AccountID, name: BoundedText<NameLimit>, role: Role) {
        self.id = id
        self.name = name
        self.role = role
    }
}

public typealias AccountID = Identifier<Account>
/// An agent is an account that takes calls.
public typealias AgentID = AccountID

public enum Role: String, Sendable, Codable, CaseIterable {
    case agent, supervisor, manager, admin
}
