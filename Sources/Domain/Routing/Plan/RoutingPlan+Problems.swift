extension RoutingPlan {
    /// What keeps the plan from being adopted; empty when nothing does. Conditions were checked when they were read.
    ///
    /// `useCases`: the queues that customers can ask for.
    public func problems(useCases: [QueueName] = []) -> [PlanProblem] {
        var inspection = PlanInspection()
        let names = PlanNames(of: self)
        inspection.inspect(workflow, names: names)
        inspection.inspect(queues, names: names)
        inspection.inspect(media, queues)
        for useCase in useCases where !names.queues.contains(useCase) {
            inspection.report(.missingQueue, at: "queues", "the use case \(useCase) needs its queue")
        }
        inspection.check(count: skills.count, atMost: PlanLimits.skills, at: "skills")
        inspection.checkUnique(skills.map(\.name)) { "skills[\($0)].name" }
        inspection.inspect(activities)
        inspection.check(count: hours.count, atMost: PlanLimits.hours, at: "hours")
        inspection.checkUnique(hours.map(\.name)) { "hours[\($0)].name" }
        inspection.inspect(greetings)
        inspection.check(priorityPointSeconds, in: PlanLimits.priorityPointSeconds, at: "priorityPointSeconds")
        return inspection.problems
    }
}

/// What the plan defines and its other parts refer to.
struct PlanNames {
    let queues: Set<QueueName>
    let skills: Set<SkillName>
    let hours: Set<HoursName>

    init(of plan: RoutingPlan) {
        queues = Set(plan.queues.map(\.name))
        skills = Set(plan.skills.map(\.name))
        hours = Set(plan.hours.map(\.name))
    }
}

extension PlanInspection {
    fileprivate mutating func inspect(_ activities: [ActivityDefinition]) {
        check(count: activities.count, atMost: PlanLimits.activities, at: "activities")
        checkUnique(activities.map(\.name)) { "activities[\($0)].name" }
        for (index, activity) in activities.enumerated() {
            guard let kind = ActivityDefinition.builtInKind(of: activity.name), kind != activity.kind else { continue }
            report(.builtInActivity, at: "activities[\(index)].kind", "\(activity.name) is always of the kind \(kind.rawValue)")
        }
    }
}
