extension PlanInspection {
    mutating func inspect(_ workflow: Workflow, names: PlanNames) {
        check(count: workflow.rules.count, atMost: PlanLimits.rules, at: "workflow.rules")
        let ruleNames = workflow.rules.map(\.name) + [workflow.default.name]
        checkUnique(ruleNames) { $0 < workflow.rules.count ? "workflow.rules[\($0)].name" : "workflow.default.name" }
        for (index, rule) in workflow.rules.enumerated() {
            let path = "workflow.rules[\(index)]"
            if rule.when == nil {
                report(.missingCondition, at: path + ".when", "only the default rule takes everybody; write true to mean it")
            }
            inspect(rule, at: path, names: names)
        }
        inspect(default: workflow.default, names: names)
    }

    private mutating func inspect(default rule: WorkflowRule, names: PlanNames) {
        let path = "workflow.default"
        if rule.when != nil { report(.unexpectedCondition, at: path + ".when", "the default rule takes everybody") }
        inspect(rule, at: path, names: names)
        guard let step = rule.steps.last else { return }
        let stepPath = path + ".steps[\(rule.steps.count - 1)]"
        if step.to != .anyone { report(.unreliableDefault, at: stepPath + ".to", "the last step of all must be for anyone") }
        if step.skipWhen != nil { report(.unreliableDefault, at: stepPath + ".skipWhen", "the last step of all cannot be skipped") }
    }

    private mutating func inspect(_ rule: WorkflowRule, at path: String, names: PlanNames) {
        inspect(rule.when, at: path + ".when", names: names)
        if let queue = rule.queue { checkKnown(queue, at: path + ".queue", names: names) }
        check(rule.priority, in: PlanLimits.priority, at: path + ".priority")
        if rule.steps.isEmpty { report(.missingSteps, at: path + ".steps", "a rule needs a step") }
        check(count: rule.steps.count, atMost: PlanLimits.steps.upperBound, at: path + ".steps")
        checkUnique(rule.steps.map(\.name)) { path + ".steps[\($0)].name" }
        for (index, step) in rule.steps.enumerated() {
            let stepPath = path + ".steps[\(index)]"
            if step.timeoutSeconds == nil, index < rule.steps.count - 1 {
                report(.missingTimeout, at: stepPath + ".timeoutSeconds", "only the last step may go on for ever")
            }
            inspect(step, at: stepPath, names: names)
        }
    }

    mutating func inspect(_ condition: Expression?, at path: String, names: PlanNames) {
        for text in condition?.texts(comparedWith: .queue) ?? [] where !names.queues.contains(where: { $0.description == text }) {
            report(.unknownQueue, at: path, "there is no queue \(text)")
        }
    }

    mutating func checkKnown(_ queue: QueueName, at path: String, names: PlanNames) {
        if !names.queues.contains(queue) { report(.unknownQueue, at: path, "there is no queue \(queue)") }
    }
}
