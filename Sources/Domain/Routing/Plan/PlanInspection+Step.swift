extension PlanInspection {
    mutating func inspect(_ step: WorkflowStep, at path: String, names: PlanNames) {
        check(step.priority, in: PlanLimits.priority, at: path + ".priority")
        check(step.timeoutSeconds, in: PlanLimits.timeoutSeconds, at: path + ".timeoutSeconds")
        check(step.offers, in: PlanLimits.offersAtOnce, at: path + ".offers")
        inspect(step.skipWhen, at: path + ".skipWhen", names: names)
        check(count: step.skills.count, atMost: PlanLimits.skillsOfStep, at: path + ".skills")
        checkUnique(step.skills.map(\.skill)) { path + ".skills[\($0)].skill" }
        for (index, requirement) in step.skills.enumerated() where !names.skills.contains(requirement.skill) {
            report(.unknownSkill, at: path + ".skills[\(index)].skill", "there is no skill \(requirement.skill)")
        }
        check(count: step.rings.count, atMost: PlanLimits.rings, at: path + ".rings")
        var previous = 0
        for (index, ring) in step.rings.enumerated() {
            inspect(ring, index: index, of: step, after: previous, at: path + ".rings[\(index)]")
            previous = ring.afterSeconds
        }
    }

    private mutating func inspect(_ ring: RelaxationRing, index: Int, of step: WorkflowStep, after previous: Int, at path: String) {
        check(ring.afterSeconds, in: PlanLimits.ringSeconds, at: path + ".afterSeconds")
        check(ring.lowerLevelsBy, in: PlanLimits.loweredLevels, at: path + ".lowerLevelsBy")
        if index > 0, ring.afterSeconds <= previous {
            report(.ringOrder, at: path + ".afterSeconds", "the ring above comes later, or at the same time")
        }
        if let timeout = step.timeoutSeconds, ring.afterSeconds >= timeout {
            report(.ringOrder, at: path + ".afterSeconds", "the step is over by then")
        }
        let asked = Set(step.skills.map(\.skill))
        checkUnique(ring.drop) { path + ".drop[\($0)]" }
        for (index, skill) in ring.drop.enumerated() where !asked.contains(skill) {
            report(.unknownSkill, at: path + ".drop[\(index)]", "the step does not ask for \(skill)")
        }
        if step.requirements(afterRings: index + 1) == step.requirements(afterRings: index) {
            report(.ringWithoutEffect, at: path, "it asks for no less than before")
        }
    }
}
