/// Whom a workflow serves how: the first rule whose condition holds takes the ticket.
public struct WorkflowRule: Hashable, Sendable, Codable {
    public var name: BoundedText<NameLimit>
    /// Absent in the default rule, and only there.
    public var when: Expression?
    /// `nil`: the queue of the use case.
    public var queue: QueueName?
    public var priority: Int
    public var steps: [WorkflowStep]

    public init(
        name: BoundedText<NameLimit>, when: Expression? = nil, queue: QueueName? = nil, priority: Int = 0, steps: [WorkflowStep]
    ) {
        self.name = name
        self.when = when
        self.queue = queue
        self.priority = priority
        self.steps = steps
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(BoundedText<NameLimit>.self, forKey: .name)
        when = try container.decodeIfPresent(Expression.self, forKey: .when)
        queue = try container.decodeIfPresent(QueueName.self, forKey: .queue)
        priority = try container.decodeIfPresent(Int.self, forKey: .priority) ?? 0
        steps = try container.decodeIfPresent([WorkflowStep].self, forKey: .steps) ?? [.standard]
    }
}
