/// Rules in order, and one for all whom no rule takes.
public struct Workflow: Hashable, Sendable, Codable {
    public var name: BoundedText<NameLimit>
    public var rules: [WorkflowRule]
    public var `default`: WorkflowRule

    public init(name: BoundedText<NameLimit>, rules: [WorkflowRule] = [], default: WorkflowRule) {
        self.name = name
        self.rules = rules
        self.default = `default`
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decodeIfPresent(BoundedText<NameLimit>.self, forKey: .name) ?? Self.standard.name
        rules = try container.decodeIfPresent([WorkflowRule].self, forKey: .rules) ?? []
        `default` = try container.decodeIfPresent(WorkflowRule.self, forKey: .default) ?? .standard
    }
}

extension Workflow {
    /// The rule for a ticket of which this is known.
    public func rule(for attributes: Attributes) -> WorkflowRule {
        rule { attributes[$0] }
    }

    public func rule(_ value: (AttributeName) -> AttributeValue?) -> WorkflowRule {
        rules.first { $0.when?.isTrue(value) == true } ?? `default`
    }
}
