@testable import Domain
import Testing

/// One test for each problem that a plan can have: the sample plan, which has none, with one thing spoilt.
@Suite struct PlanProblemTests {
    private func expect(
        _ code: PlanProblem.Code, at paths: String..., useCases: [QueueName] = [], location: SourceLocation = #_sourceLocation,
        spoil: (inout RoutingPlan) throws -> Void
    ) throws {
        var plan = try SamplePlan.decoded()
        try #require(plan.problems().isEmpty, "the sample has none")
        try spoil(&plan)
        let problems = plan.problems(useCases: useCases)
        #expect(problems.map(\.code) == paths.map { _ in code }, "\(problems)", sourceLocation: location)
        #expect(problems.map(\.path) == paths, sourceLocation: location)
        #expect(problems.allSatisfy { !$0.message.isEmpty }, sourceLocation: location)
        let error = #expect(throws: PlanError.self, sourceLocation: location) { try ValidatedPlan(plan, useCases: useCases) }
        #expect(error?.problems == problems, sourceLocation: location)
    }

    @Test func outOfRange() throws {
        try expect(.outOfRange, at: "priorityPointSeconds") { $0.priorityPointSeconds = 0 }
        try expect(.outOfRange, at: "workflow.rules[1].priority") { $0.workflow.rules[1].priority = 101 }
        try expect(
            .outOfRange, at: "workflow.rules[0].steps[0].priority", "workflow.rules[0].steps[0].timeoutSeconds",
            "workflow.rules[0].steps[0].offers"
        ) {
            $0.workflow.rules[0].steps[0].priority = -101
            $0.workflow.rules[0].steps[0].timeoutSeconds = 0
            $0.workflow.rules[0].steps[0].offers = 11
        }
        try expect(.outOfRange, at: "workflow.rules[0].steps[1].rings[0].afterSeconds") {
            $0.workflow.rules[0].steps[1].rings[0].afterSeconds = 0
        }
        try expect(.outOfRange, at: "workflow.rules[0].steps[1].rings[0].lowerLevelsBy") {
            $0.workflow.rules[0].steps[1].rings[0].lowerLevelsBy = 5
        }
        try expect(
            .outOfRange, at: "queues[0].serviceLevelSeconds", "queues[0].offerSeconds", "queues[0].maximumDepth",
            "queues[0].wrapUp.seconds",
            "queues[0].wrapUp.extensions", "queues[0].wrapUp.extensionSeconds"
        ) {
            $0.queues[0].serviceLevelSeconds = 0
            $0.queues[0].offerSeconds = 301
            $0.queues[0].maximumDepth = 0
            $0.queues[0].wrapUp = WrapUpPolicy(mode: .timed, seconds: -1, extensions: 11, extensionSeconds: .max)
        }
    }

    @Test func extremeNumbersDoNotTrap() throws {
        for extreme in [Int.min, Int.max] {
            var plan = try SamplePlan.decoded()
            plan.workflow.rules[0].steps[1].rings[0] = RelaxationRing(afterSeconds: extreme, lowerLevelsBy: extreme)
            plan.workflow.rules[0].steps[1].timeoutSeconds = extreme
            plan.priorityPointSeconds = extreme
            #expect(plan.problems().contains { $0.code == .outOfRange })
        }
    }

    @Test func tooMany() throws {
        try expect(.tooMany, at: "workflow.rules") { plan in
            plan.workflow.rules = try (0...PlanLimits.rules).map {
                try WorkflowRule(name: "r\($0)".name, when: Expression("true"), steps: [.standard])
            }
        }
        try expect(.tooMany, at: "workflow.default.steps") { plan in
            plan.workflow.default.steps = try (0...20).map { try WorkflowStep(name: "s\($0)".name, timeoutSeconds: 1) }
        }
        try expect(.tooMany, at: "workflow.default.steps[1].skills", "workflow.default.steps[1].rings") { plan in
            let skills = try (0...PlanLimits.skillsOfStep).map { try "s\($0)".skill }
            plan.skills += skills.map { SkillDefinition(name: $0) }
            plan.workflow.default.steps[1].skills = skills.map { SkillRequirement(skill: $0) }
            plan.workflow.default.steps[1].rings = (0...PlanLimits.rings).map { RelaxationRing(afterSeconds: $0 + 1, drop: [skills[$0]]) }
        }
        try expect(.tooMany, at: "queues") { plan in plan.queues += try (0..<200).map { QueueSettings(name: try "q\($0)".queue) } }
        try expect(.tooMany, at: "queues[1].overflow") { plan in
            plan.queues[1].overflow = Array(repeating: OverflowRule(when: try Expression("true"), action: .close(.refuse)), count: 21)
        }
        try expect(.tooMany, at: "skills") { plan in plan.skills += try (0..<500).map { SkillDefinition(name: try "s\($0)".skill) } }
        try expect(.tooMany, at: "activities") { plan in
            plan.activities += try (0..<100).map { ActivityDefinition(name: try #require(ActivityName("a\($0)")), kind: .away) }
        }
    }

    @Test func duplicateName() throws {
        try expect(.duplicateName, at: "workflow.rules[1].name") { $0.workflow.rules[1].name = $0.workflow.rules[0].name }
        try expect(.duplicateName, at: "workflow.default.name") { $0.workflow.default.name = $0.workflow.rules[0].name }
        try expect(.duplicateName, at: "workflow.rules[0].steps[2].name") { $0.workflow.rules[0].steps[2].name = try "Known".name }
        try expect(.duplicateName, at: "workflow.rules[0].steps[1].skills[2].skill") {
            $0.workflow.rules[0].steps[1].skills.append(SkillRequirement(skill: try "loans".skill))
        }
        try expect(.duplicateName, at: "workflow.rules[0].steps[1].rings[1].drop[1]") {
            $0.workflow.rules[0].steps[1].rings[1].drop.append(try "french".skill)
        }
        try expect(.duplicateName, at: "queues[2].name") { $0.queues.append($0.queues[1]) }
        try expect(.duplicateName, at: "skills[2].name") { $0.skills.append($0.skills[0]) }
        try expect(.duplicateName, at: "activities[3].name") { $0.activities.append($0.activities[0]) }
        try expect(.duplicateName, at: "hours[1].name") { $0.hours.append($0.hours[0]) }
    }

    @Test func unknownQueue() throws {
        try expect(.unknownQueue, at: "workflow.rules[0].queue") { $0.workflow.rules[0].queue = try "nowhere".queue }
        try expect(.unknownQueue, at: "queues[1].overflow[0].to") {
            $0.queues[1].overflow = [OverflowRule(when: try Expression("true"), action: .move(to: try "nowhere".queue))]
        }
        try expect(.unknownQueue, at: "workflow.rules[0].when") { $0.workflow.rules[0].when = try Expression("queue == 'advise'") }
        try expect(.unknownQueue, at: "workflow.rules[0].steps[0].skipWhen") {
            $0.workflow.rules[0].steps[0].skipWhen = try Expression("callback or not queue in ['advice', 'Experts']")
        }
        try expect(.unknownQueue, at: "queues[1].overflow[0].when") {
            $0.queues[1].overflow = [OverflowRule(when: try Expression("queue != ''"), action: .close(.book))]
        }
    }

    @Test func missingQueue() throws {
        try expect(.missingQueue, at: "queues", useCases: [try "advice".queue, try "cards".queue]) { _ in }
    }

    @Test func unknownSkill() throws {
        try expect(.unknownSkill, at: "workflow.default.steps[0].skills[0].skill") {
            $0.workflow.default.steps[0].skills = [SkillRequirement(skill: try "flying".skill)]
        }
        try expect(.unknownSkill, at: "workflow.rules[0].steps[1].rings[1].drop[1]") {
            $0.workflow.rules[0].steps[1].rings[1].drop.append(try "spanish".skill)
        }
    }

    @Test func unknownHours() throws {
        try expect(.unknownHours, at: "queues[1].hours") { $0.queues[1].hours = HoursName("nights") }
    }

    @Test func missingCondition() throws {
        try expect(.missingCondition, at: "workflow.rules[1].when") { $0.workflow.rules[1].when = nil }
    }

    @Test func unexpectedCondition() throws {
        try expect(.unexpectedCondition, at: "workflow.default.when") { $0.workflow.default.when = try Expression("true") }
    }

    @Test func missingSteps() throws {
        try expect(.missingSteps, at: "workflow.rules[1].steps") { $0.workflow.rules[1].steps = [] }
        try expect(.missingSteps, at: "workflow.default.steps") { $0.workflow.default.steps = [] }
    }

    @Test func missingTimeout() throws {
        try expect(.missingTimeout, at: "workflow.rules[0].steps[1].timeoutSeconds") { $0.workflow.rules[0].steps[1].timeoutSeconds = nil }
    }

    @Test func unreliableDefault() throws {
        try expect(.unreliableDefault, at: "workflow.default.steps[1].to") { $0.workflow.default.steps[1].to = .lastAgent }
        try expect(.unreliableDefault, at: "workflow.default.steps[1].skipWhen") {
            $0.workflow.default.steps[1].skipWhen = try Expression("callback")
        }
    }

    @Test func ringOrder() throws {
        try expect(.ringOrder, at: "workflow.rules[0].steps[1].rings[1].afterSeconds") {
            $0.workflow.rules[0].steps[1].rings[1].afterSeconds = 15
        }
        try expect(.ringOrder, at: "workflow.rules[0].steps[1].rings[1].afterSeconds") {
            $0.workflow.rules[0].steps[1].rings[1].afterSeconds = 60
        }
    }

    @Test func ringWithoutEffect() throws {
        try expect(.ringWithoutEffect, at: "workflow.rules[0].steps[1].rings[2]") {
            $0.workflow.rules[0].steps[1].rings.append(RelaxationRing(afterSeconds: 40))
        }
        try expect(.ringWithoutEffect, at: "workflow.rules[0].steps[1].rings[1]") {
            let step = $0.workflow.rules[0].steps[1]
            $0.workflow.rules[0].steps[1].skills = [SkillRequirement(skill: step.skills[1].skill)]
            $0.workflow.rules[0].steps[1].rings = [
                RelaxationRing(afterSeconds: 10, drop: step.rings[1].drop), RelaxationRing(afterSeconds: 20, lowerLevelsBy: 1),
            ]
        }
    }

    @Test func overflowCycle() throws {
        let always = try Expression("true")
        try expect(.overflowCycle, at: "queues[1].overflow[0].to") {
            $0.queues[1].overflow = [OverflowRule(when: always, action: .move(to: try "experts".queue))]
        }
        try expect(.overflowCycle, at: "queues[0].overflow[1].to", "queues[1].overflow[0].to", "queues[2].overflow[0].to") { plan in
            // advice → experts → night → advice, and a side way into the circle that is not part of it.
            plan.queues[1].overflow = [OverflowRule(when: always, action: .move(to: try "night".queue))]
            plan.queues += [
                QueueSettings(name: try "night".queue, overflow: [OverflowRule(when: always, action: .move(to: try "advice".queue))]),
                QueueSettings(name: try "side".queue, overflow: [OverflowRule(when: always, action: .move(to: try "night".queue))]),
            ]
        }
    }

    @Test func builtInActivity() throws {
        try expect(.builtInActivity, at: "activities[1].kind") { $0.activities[1].kind = .away }
    }

    @Test func unknownPlaceholder() throws {
        try expect(.unknownPlaceholder, at: "greetings.waiting.en", "greetings.waiting.en", "greetings.longWait.fr") {
            $0.greetings = try PlanJSON.decode(
                #"{"waiting":{"en":"{minutes} or {}","fr":"{ok"},"longWait":{"en":"{minutes}","fr":"{minute}"},"closed":{"en":"{opening}"}}"#
            )
        }
    }

    static let documents: [(String, String, String?, Int?)] = [
        (#"{"workflow":{"rules":[{"name":"r","when":"wait > "}]}}"#, "workflow.rules[0].when", "unexpected_end", 7),
        (
            #"{"queues":[{"name":"a"},{"name":"b","overflow":[{"when":"colour","to":"a"}]}]}"#, "queues[1].overflow[0].when",
            "unknown_attribute", 0
        ),
        (#"{"queues":[{"name":"a","overflow":[{"when":"true"}]}]}"#, "queues[0].overflow[0]", nil, nil),
        (#"{"queues":[{"name":"a","overflow":[{"when":"true","to":"a","close":"book"}]}]}"#, "queues[0].overflow[0]", nil, nil),
        (#"{"queues":[{"title":{}}]}"#, "queues[0].name", nil, nil),
        (#"{"skills":[{"name":"Loans!"}]}"#, "skills[0].name", nil, nil),
        (#"{"skills":[{"name":"loans","title":{"en":" "}}]}"#, "skills[0].title.en", "bad_text", nil),
        (#"{"greetings":{"waiting":{"fr":""}}}"#, "greetings.waiting.fr", "bad_text", nil),
        ("{\"greetings\":{\"closed\":{\"en\":\"\(String(repeating: "é", count: 301))\"}}}", "greetings.closed.en", "bad_text", nil),
        (
            #"{"workflow":{"default":{"name":"d","steps":[{"name":"s","skills":[{"skill":"a","level":6}]}]}}}"#,
            "workflow.default.steps[0].skills[0].level", nil, nil
        ),
        (#"{"priorityPointSeconds":"30"}"#, "priorityPointSeconds", nil, nil),
        (#"{"hours":[{"name":"h","timeZone":"Europe/Atlantis"}]}"#, "hours[0].timeZone", "unknown_time_zone", nil),
    ]

    @Test(arguments: documents)
    func unreadable(_ text: String, _ path: String, _ cause: String?, _ offset: Int?) throws {
        let error = try #require(throws: DecodingError.self) { try PlanJSON.decode(text, as: RoutingPlan.self) }
        let problem = try #require(PlanError(error).problems.first)
        #expect(problem.code == .unreadable && problem.path == path && problem.cause == cause && problem.offset == offset, "\(problem)")
        #expect(!problem.message.isEmpty)
    }
}
