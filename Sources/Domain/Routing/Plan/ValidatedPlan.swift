/// A plan without problems: the only kind that the routing machine takes. Looking something up by its name costs O(1).
public struct ValidatedPlan: Sendable {
    public let plan: RoutingPlan
    /// Counts what was published; 0: nobody planned anything.
    public let version: Int

    /// In the plan's order.
    let queueNames: [QueueName]
    private let queuesByName: [QueueName: QueueSettings]
    private let rulesByName: [BoundedText<NameLimit>: WorkflowRule]
    private let activitiesByName: [ActivityName: ActivityDefinition]
    private let hoursByName: [HoursName: BusinessHours]

    /// `useCases`: the queues that customers can ask for; each must be in the plan.
    public init(_ plan: RoutingPlan, version: Int = 0, useCases: [QueueName] = []) throws(PlanError) {
        let problems = plan.problems(useCases: useCases)
        guard problems.isEmpty else { throw PlanError(problems: problems) }
        self.plan = plan
        self.version = version
        queueNames = plan.queues.map(\.name)
        queuesByName = Dictionary(plan.queues.map { ($0.name, $0) }) { first, _ in first }
        let rules = plan.workflow.rules + [plan.workflow.default]
        rulesByName = Dictionary(rules.map { ($0.name, $0) }) { first, _ in first }
        let activities = plan.activities + ActivityDefinition.builtIn
        activitiesByName = Dictionary(activities.map { ($0.name, $0) }) { first, _ in first }
        hoursByName = Dictionary(plan.hours.map { ($0.name, $0) }) { first, _ in first }
    }
}

extension ValidatedPlan {
    public var workflow: Workflow { plan.workflow }
    public var priorityPoint: Duration { .seconds(plan.priorityPointSeconds) }

    public func contains(_ queue: QueueName) -> Bool { queuesByName.keys.contains(queue) }

    /// How the queue is run; as usual, when the plan no longer knows it.
    public func settings(of queue: QueueName) -> QueueSettings { queuesByName[queue] ?? QueueSettings(name: queue) }

    /// The rule that a ticket is already in, if the plan still has it.
    public func rule(named name: BoundedText<NameLimit>) -> WorkflowRule? { rulesByName[name] }

    /// `nil` for an activity that the plan no longer has: it counts as away.
    public func activity(named name: ActivityName) -> ActivityDefinition? { activitiesByName[name] }

    public func hours(named name: HoursName) -> BusinessHours? { hoursByName[name] }

    /// What serves a ticket whom no other step serves: it has no end.
    public var lastResort: WorkflowStep { plan.workflow.default.steps.last ?? .standard }
}

extension ValidatedPlan: Hashable {
    public static func == (left: Self, right: Self) -> Bool { left.version == right.version && left.plan == right.plan }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(version)
        hasher.combine(plan)
    }
}
