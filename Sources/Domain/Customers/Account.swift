/// Someone who works with the product.
public struct Account: Hashable, Sendable, Codable {
    public let id: AccountID
    /// What the account signs in with; nobody else sees it.
    public let name: BoundedText<NameLimit>
    /// What customers and colleagues see.
    public let displayName: BoundedText<NameLimit>
    public let role: Role
    /// What a supervisor, manager or administrator may look into; `nil`: every queue.
    public let queues: [QueueName]?

    public init(
        id: AccountID, name: BoundedText<NameLimit>, displayName: BoundedText<NameLimit>? = nil, role: Role, queues: [QueueName]? = nil
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName ?? name
        self.role = role
        self.queues = queues
    }

    /// Whether the account may look into what happens there. Agents look after their own calls only.
    public func oversees(_ queue: QueueName) -> Bool { role != .agent && queues?.contains(queue) != false }
}

public typealias AccountID = Identifier<Account>
/// An agent is an account that takes calls.
public typealias AgentID = AccountID

public enum Role: String, Sendable, Codable, CaseIterable {
    case agent, supervisor, manager, admin
}
