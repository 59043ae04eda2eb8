import Domain
import Testing

@Suite struct WrapUpTests {
    private func wrapUp(_ policy: WrapUpPolicy) throws -> (Timeline, InteractionID, AgentID) {
        var time = Timeline(plan: try Build.plan(wrapUp: policy))
        let session = try time.call()
        try time.hangUp(session)
        return (time, session.interaction, time.agent("Ada"))
    }

    private func finish(_ time: inout Timeline, _ id: InteractionID, _ agent: AgentID) throws {
        try time.act { desk, now in
            try desk.finishWrapUp(of: id, by: agent, disposition: .sale, resolved: true, note: nil, at: now)
        }
    }

    @Test func anOptionalOneCanBeLeftAtOnce() throws {
        var (time, id, ada) = try wrapUp(WrapUpPolicy(mode: .optional, seconds: 60))
        try time.act { desk, now in try desk.skipWrapUp(of: id, by: ada, at: now) }
        #expect(time.desk.agent(ada)?.workload == .idle && time.desk.interactions.isEmpty)
    }

    @Test func aTimedOneCannotBeSkippedAndEndsByItself() throws {
        var (time, id, ada) = try wrapUp(WrapUpPolicy(mode: .timed, seconds: 60))
        #expect(throws: DeskError.notAllowed) { try time.act { desk, now in try desk.skipWrapUp(of: id, by: ada, at: now) } }
        time.wait(.seconds(60))
        #expect(time.desk.agent(ada)?.workload == .idle)
    }

    @Test func aMandatoryOneWaitsForTheAgentButNotForEver() throws {
        var (time, id, ada) = try wrapUp(WrapUpPolicy(mode: .mandatory, seconds: 60))
        time.wait(.seconds(600))
        #expect(time.desk.wrapUp(of: ada) != nil)
        var other = time
        try finish(&time, id, ada)
        #expect(time.desk.agent(ada)?.workload == .idle)
        other.wait(.seconds(1_200))
        #expect(other.desk.agent(ada)?.workload == .idle)
    }

    @Test func aFixedOneLastsAsLongAsItSays() throws {
        var (time, id, ada) = try wrapUp(WrapUpPolicy(mode: .timedFixed, seconds: 60))
        try finish(&time, id, ada)
        #expect(time.desk.wrapUp(of: ada)?.wrapUp.isFinished == true)
        time.wait(.seconds(59))
        #expect(time.desk.wrapUp(of: ada)?.interaction.disposition == .sale)
        time.wait(.seconds(1))
        #expect(time.desk.agent(ada)?.workload == .idle)
    }

    @Test func extensionsAreCounted() throws {
        var (time, id, ada) = try wrapUp(WrapUpPolicy(mode: .timed, seconds: 60, extensions: 2, extensionSeconds: 30))
        for _ in 0..<2 { _ = try time.act { desk, now in try desk.extendWrapUp(of: id, by: ada, at: now) } }
        #expect(throws: DeskError.overloaded) { _ = try time.act { desk, now in try desk.extendWrapUp(of: id, by: ada, at: now) } }
        time.wait(.seconds(119))
        #expect(time.desk.wrapUp(of: ada)?.wrapUp.extensionsUsed == 2)
        time.wait(.seconds(1))
        #expect(time.desk.wrapUp(of: ada) == nil)
    }
}
