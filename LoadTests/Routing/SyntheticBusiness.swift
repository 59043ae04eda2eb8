import Domain

/// A large business by chance: its plan, its agents' profiles and the tickets that come, the same for the same seed.
struct SyntheticBusiness {
    private static let skillCount = 20
    private static let queueCount = 8

    let plan: ValidatedPlan
    private let skills: [SkillName]
    private let queues: [QueueName]
    private let topic: AttributeName
    private let name: BoundedText<NameLimit>
    private var random: IdentifierSource

    /// 20 skills, 8 queues, a rule for each skill (a second skill is asked for beside it at first) and one for valued customers. A rule
    /// asks for an expert, for less after a while, then for the first skill alone; whom none of them serves, anyone in the queue may.
    init(seed: UInt64) throws {
        random = IdentifierSource(seed: seed)
        skills = try (0..<Self.skillCount).map { try Self.required(SkillName("skill-\($0)")) }
        queues = try (0..<Self.queueCount).map { try Self.required(QueueName("queue-\($0)")) }
        topic = try Self.required(AttributeName("custom.topic"))
        name = try Self.text("Load")
        let valued = WorkflowRule(
            name: try Self.text("Valued"), when: try Expression("customer.segments has \"gold\""), priority: 20,
            steps: [
                WorkflowStep(name: try Self.text("Last agent"), to: .lastAgent, timeoutSeconds: 20),
                WorkflowStep(name: try Self.text("Anyone")),
            ])
        var rules = [valued]
        for (index, skill) in skills.enumerated() {
            let second = skills[(index + 7) % skills.count]
            rules.append(
                WorkflowRule(
                    name: try Self.text("Topic \(index)"), when: try Expression("custom.topic == \"\(skill)\""),
                    queue: queues[index % queues.count], priority: index % 5,
                    steps: [
                        WorkflowStep(
                            name: try Self.text("Expert"),
                            skills: [
                                SkillRequirement(skill: skill, level: SkillLevel(clamping: 4)),
                                SkillRequirement(skill: second, level: SkillLevel(clamping: 2)),
                            ], timeoutSeconds: 120, rings: [RelaxationRing(afterSeconds: 60, lowerLevelsBy: 1)]),
                        WorkflowStep(
                            name: try Self.text("Knows it"), skills: [SkillRequirement(skill: skill, level: SkillLevel(clamping: 2))],
                            priority: 5, timeoutSeconds: 1_800),
                        WorkflowStep(name: try Self.text("Anyone"), priority: 10),
                    ]))
        }
        let workflow = Workflow(name: name, rules: rules, default: .standard)
        plan = try ValidatedPlan(
            RoutingPlan(
                workflow: workflow, queues: queues.map { QueueSettings(name: $0) }, skills: skills.map { SkillDefinition(name: $0) }),
            version: 1)
    }

    /// 3 to 8 skills of any level; one agent in three works only some queues.
    mutating func agent() -> (id: AgentID, name: BoundedText<NameLimit>, profile: AgentProfile) {
        var profile = AgentProfile()
        for _ in 0..<number(below: 6) + 3 {
            profile.skills[skills[number(below: skills.count)]] = SkillLevel(clamping: number(below: 5) + 1)
        }
        if number(below: 3) == 0 { profile.queues = Set((0..<4).map { _ in queues[number(below: queues.count)] }) }
        return (AgentID(using: &random), name, profile)
    }

    /// One customer in 50 is valued, and has been here before.
    mutating func visit(knownAgents: [AgentID]) -> (Caller, VisitContext) {
        let caller = Caller(
            customer: Customer(id: CustomerID(using: &random), name: name), useCase: queues[number(below: queues.count)], language: .english
        )
        var context = VisitContext()
        context.custom[topic] = .text(skills[number(below: skills.count)].description)
        if number(below: 50) == 0 {
            context.segments = ["gold"]
            context.lastAgent = knownAgents[number(below: knownAgents.count)]
        }
        return (caller, context)
    }

    private mutating func number(below bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    private static func text(_ text: String) throws -> BoundedText<NameLimit> { try required(BoundedText(text)) }

    private static func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw LoadError("the synthetic business has a name that is none") }
        return value
    }
}
