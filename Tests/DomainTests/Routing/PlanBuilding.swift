@testable import Domain
import Testing

/// Short words for plans in tests.
enum Build {
    static func skill(_ text: String) throws -> SkillName { try #require(SkillName(text)) }
    static func queue(_ text: String) throws -> QueueName { try #require(QueueName(text)) }

    static func needs(_ levels: [String: Int]) throws -> [SkillRequirement] {
        try levels.map { SkillRequirement(skill: try skill($0.key), level: SkillLevel(clamping: $0.value)) }.sorted()
    }

    static func profile(_ levels: [String: Int], queues: [String]? = nil) throws -> AgentProfile {
        var profile = AgentProfile()
        for (name, level) in levels { profile.skills[try skill(name)] = SkillLevel(clamping: level) }
        profile.queues = try queues.map { Set(try $0.map(queue)) }
        return profile
    }

    static func step(
        _ name: String, to: StepTarget = .anyone, _ levels: [String: Int] = [:], priority: Int = 0, timeout: Int? = nil, offers: Int = 1,
        skip: String? = nil, rings: [RelaxationRing] = []
    ) throws -> WorkflowStep {
        WorkflowStep(
            name: try #require(BoundedText(name)), to: to, skills: try needs(levels), priority: priority, timeoutSeconds: timeout,
            offers: offers, skipWhen: try skip.map { try Expression($0) }, rings: rings)
    }

    static func rule(_ name: String, when: String? = nil, queue: String? = nil, priority: Int = 0, _ steps: [WorkflowStep]) throws
        -> WorkflowRule
    {
        WorkflowRule(
            name: try #require(BoundedText(name)), when: try when.map { try Expression($0) }, queue: try queue.map(Self.queue),
            priority: priority, steps: steps)
    }

    /// A plan with the queues `advice`, `sales` and `second` and the skills `law` and `rates`.
    static func plan(
        _ rules: [WorkflowRule] = [], default steps: [WorkflowStep]? = nil, version: Int = 1, point: Int = 30, offerSeconds: Int? = nil,
        wrapUp: WrapUpPolicy = WrapUpPolicy(), activities: [ActivityDefinition] = []
    ) throws -> ValidatedPlan {
        let workflow = Workflow(
            name: try #require(BoundedText("Test")), rules: rules, default: try rule("Default", steps ?? [try step("Anyone")]))
        let queues = try ["advice", "sales", "second"].map {
            QueueSettings(name: try queue($0), offerSeconds: offerSeconds, wrapUp: wrapUp)
        }
        return try ValidatedPlan(
            RoutingPlan(
                workflow: workflow, queues: queues, skills: try ["law", "rates"].map { SkillDefinition(name: try skill($0)) },
                activities: activities, priorityPointSeconds: point), version: version)
    }
}

extension Timeline {
    func route(_ name: String) throws -> Route {
        try #require(desk.ticket(of: customer(name))?.ticket.route)
    }

    /// Whose ticket this agent is looking at.
    func isOffered(_ name: String, to agent: String) -> Bool {
        desk.offer(to: self.agent(agent))?.ticket.customer == customer(name)
    }

    mutating func reject(_ name: String) throws {
        let id = agent(name)
        let offer = try #require(desk.offer(to: id)).offer
        try act { desk, now in try desk.rejectOffer(offer.id, by: id, at: now) }
    }

    mutating func hangUp(_ session: Session) throws {
        try act { desk, now in try desk.hangUp(session.id, by: session.agent.person, at: now) }
    }
}
