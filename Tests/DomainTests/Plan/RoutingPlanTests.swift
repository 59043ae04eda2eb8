@testable import Domain
import Testing

@Suite struct RoutingPlanTests {
    @Test func aPlanReadsWhatItWrites() throws {
        let plan = try SamplePlan.decoded()
        let text = try PlanJSON.encode(plan)
        #expect(try PlanJSON.decode(text) == plan)
        #expect(try PlanJSON.encode(PlanJSON.decode(text, as: RoutingPlan.self)) == text)
    }

    @Test func anEmptyDocumentIsTheStandardPlan() throws {
        #expect(try PlanJSON.decode("{}") == RoutingPlan.standard())
        #expect(try PlanJSON.decode(#"{"workflow":{"unknown":1},"later":[{}]}"#) == RoutingPlan.standard())
        #expect(try PlanJSON.decode(#"{"queues":[{"name":"advice"}]}"#) == RoutingPlan.standard(queues: ["advice".queue]))
    }

    @Test func absentFieldsHaveDefaults() throws {
        let plan = try SamplePlan.decoded()
        #expect(plan.queues[1] == QueueSettings(name: try "experts".queue))
        #expect(plan.queues[1].wrapUp == WrapUpPolicy(mode: .timed, seconds: 120, extensions: 0, extensionSeconds: 60))
        #expect(plan.workflow.rules[0].steps[2] == WorkflowStep(name: try "Anyone".name))
        #expect(plan.workflow.rules[0].steps[1].skills[1].level == .lowest)
        #expect(plan.activities.map(\.kind) == [.away, .available, .away])
        #expect(plan.greetings.changed.mapValues { $0.count } == [.waitingAbout: 1, .noStaff: 1])
        #expect(try PlanJSON.decode(#"{"name":"r","when":"true"}"#, as: WorkflowRule.self).steps == [.standard])
        #expect(try PlanJSON.decode(#"{"mode":"mandatory"}"#, as: WrapUpPolicy.self) == WrapUpPolicy(mode: .mandatory))
    }

    @Test func theStandardPlanHasNoProblems() throws {
        let queues = try ["advice", "cards"].map { try $0.queue }
        let plan = try ValidatedPlan(.standard(queues: queues), useCases: queues)
        #expect(plan.version == 0 && plan.lastResort == .standard && plan.priorityPoint == .seconds(30))
        #expect(plan.workflow.rule(for: [:]) == .standard)
        #expect(try ValidatedPlan(RoutingPlan()).plan.problems().isEmpty)
    }

    @Test func theFirstRuleThatHoldsTakesTheTicket() throws {
        let workflow = try SamplePlan.decoded().workflow
        let vip: Attributes = [.customerSegments: .list(["vip"]), .queue: .text("advice"), .customerVerified: .boolean(true)]
        #expect(try workflow.rule(for: vip).name == "VIP".name)
        #expect(try workflow.rule(for: [.customerVerified: .boolean(true)]).name == "Owned".name)
        #expect(try workflow.rule(for: [:]).name == "Others".name)
    }

    @Test func ringsAddUp() throws {
        let step = try SamplePlan.decoded().workflow.rules[0].steps[1]
        let (loans, french) = (try "loans".skill, try "french".skill)
        let level = { SkillLevel(clamping: $0) }
        let asWritten = [SkillRequirement(skill: french), SkillRequirement(skill: loans, level: level(4))]
        #expect(step.requirements(afterRings: 0) == asWritten)
        #expect(step.requirements(afterRings: -1) == asWritten)
        #expect(step.requirements(afterRings: 1) == [SkillRequirement(skill: french), SkillRequirement(skill: loans, level: level(2))])
        #expect(step.requirements(afterRings: 2) == [SkillRequirement(skill: loans, level: level(2))])
        #expect(step.requirements(afterRings: 9) == step.requirements(afterRings: 2))
    }

    @Test func whatIsAskedForByName() throws {
        let plan = try ValidatedPlan(SamplePlan.decoded(), version: 7)
        let again = try ValidatedPlan(SamplePlan.decoded(), version: 7)
        let later = try ValidatedPlan(SamplePlan.decoded(), version: 8)
        #expect(plan.version == 7)
        #expect(plan.settings(of: try "advice".queue).serviceLevelSeconds == 30)
        #expect(plan.settings(of: try "gone".queue) == QueueSettings(name: try "gone".queue))
        #expect(try plan.contains("advice".queue))
        #expect(try !plan.contains("gone".queue))
        #expect(plan.rule(named: try "Owned".name)?.steps.first?.to == .accountOwner)
        #expect(try plan.rule(named: "Others".name) == plan.workflow.default)
        #expect(try plan.rule(named: "Gone".name) == nil)
        #expect(plan.activity(named: .offline)?.kind == .offline)
        #expect(plan.activity(named: .available)?.kind == .available)
        #expect(plan.activity(named: try #require(ActivityName("lunch")))?.title.isEmpty == false)
        #expect(plan.activity(named: try #require(ActivityName("gone"))) == nil)
        #expect(plan.hours(named: try #require(HoursName("weekdays")))?.name.description == "weekdays")
        #expect(try plan.lastResort.name == "All".name)
        #expect(plan == again)
        #expect(plan != later)
    }
}
