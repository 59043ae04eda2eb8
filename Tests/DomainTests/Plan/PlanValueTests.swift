@testable import Domain
import Testing

@Suite struct PlanValueTests {
    @Test func levelsStayBetweenOneAndFive() throws {
        #expect([0, 6, -1].allSatisfy { SkillLevel($0) == nil } && (1...5).allSatisfy { SkillLevel($0)?.value == $0 })
        #expect(SkillLevel.highest.lowered(by: 2).value == 3 && SkillLevel.highest.lowered(by: .max) == .lowest)
        #expect(SkillLevel.highest.lowered(by: .min) == .highest && SkillLevel(clamping: 99) == .highest)
        #expect(try PlanJSON.decode("[1,5]") == [SkillLevel.lowest, .highest])
        for bad in ["[0]", "[6]", "[1.5]", "[\"1\"]"] {
            #expect(throws: DecodingError.self) { try PlanJSON.decode(bad, as: [SkillLevel].self) }
        }
    }

    @Test func namesAreStrictAndKeysOfObjects() throws {
        for bad in ["", "Loans", "2x", "a b", "é", "-a", String(repeating: "a", count: 41)] {
            #expect(SkillName(bad) == nil && ActivityName(bad) == nil)
        }
        let skills = [try "loans".skill: SkillLevel.highest, try "french".skill: .lowest]
        #expect(try PlanJSON.encode(skills) == #"{"french":1,"loans":5}"#)
        #expect(try PlanJSON.decode(#"{"french":1,"loans":5}"#) == skills)
        #expect(throws: DecodingError.self) { try PlanJSON.decode(#"{"Loans":5}"#, as: [SkillName: SkillLevel].self) }
        for activity in ActivityDefinition.builtIn { #expect(ActivityName(activity.name.description) == activity.name) }
    }

    @Test func aRequirementIsMetByTheLevelOrMore() throws {
        let requirement = SkillRequirement(skill: try "loans".skill, level: SkillLevel(clamping: 3))
        let levels = try (1...5).map { [try "loans".skill: SkillLevel(clamping: $0)] }
        #expect(levels.map(requirement.isMet) == [false, false, true, true, true])
        #expect(!requirement.isMet(by: [:]))
        #expect(try !requirement.isMet(by: ["french".skill: .highest]))
    }

    @Test func titlesFallBackToALanguageThatIsThere() throws {
        let title: Title = try PlanJSON.decode(#"{"fr":"Conseil","de":"Rat"}"#)
        #expect(title.text(in: .english)?.description == "Conseil" && title.text(in: .french)?.description == "Conseil")
        #expect(try PlanJSON.encode(title) == #"{"fr":"Conseil"}"#)
        #expect(Title().text(in: .english) == nil && Title().isEmpty)
        #expect(throws: DecodingError.self) { try PlanJSON.decode(#"{"en":"  "}"#, as: Title.self) }
    }

    @Test func overflowIsWrittenAsOneOfTwoFields() throws {
        for text in [#"{"to":"experts","when":"wait > 60"}"#, #"{"close":"callback","when":"queue.staffed == 0"}"#] {
            #expect(try PlanJSON.encode(PlanJSON.decode(text, as: OverflowRule.self)) == text)
        }
    }
}
