import Domain
import Testing

/// Agents who shield themselves from a customer's behaviour.
@Suite struct ProtectionTests {
    @Test func aFlagGoesWithTheInteractionAndTheCallGoesOn() throws {
        var time = Timeline()
        let session = try time.call()
        _ = try time.act { desk, now in try desk.protect(session.id, by: session.agent.person, ends: false, at: now) }
        #expect(time.desk.sessions[session.id] != nil)
        let flags = try #require(time.desk.interactions[session.interaction]?.flags)
        #expect(flags.map(\.agent) == [time.agent("Ada")] && flags[0].blockedUntil == nil && !flags[0].endedCall)
        let isTold = time.told.contains { if case .flagged(let told, _) = $0 { told.id == session.id } else { false } }
        #expect(isTold)
    }

    @Test func whoIsBlockedComesAgainWhenTheTimeIsOver() throws {
        var time = Timeline()
        let session = try time.call()
        _ = try time.act { desk, now in
            try desk.protect(session.id, by: session.agent.person, ends: true, block: .seconds(3_600), at: now)
        }
        #expect(time.desk.session(of: time.customer("Cleo")) == nil)
        #expect(throws: DeskError.notAvailable) { try time.visit("Cleo") }
        time.restart()
        time.wait(.seconds(3_599))
        #expect(throws: DeskError.notAvailable) { try time.visit("Cleo") }
        time.wait(.seconds(1))
        try time.visit("Cleo")
    }

    @Test func aSupervisorLiftsABlock() throws {
        var time = Timeline()
        let session = try time.call()
        let (customer, boss) = (time.customer("Cleo"), time.agent("Boss"))
        #expect(throws: DeskError.notFound) { try time.act { desk, now in try desk.liftBlock(of: customer, by: boss, at: now) } }
        _ = try time.act { desk, now in
            try desk.protect(session.id, by: session.agent.person, ends: true, block: .seconds(60), at: now)
        }
        try time.act { desk, now in try desk.liftBlock(of: customer, by: boss, at: now) }
        try time.visit("Cleo")
    }

    @Test func onlyTheAgentOfTheSessionMay() throws {
        var time = Timeline()
        let session = try time.call()
        try time.arrive("Bea")
        let (other, customer) = (Identifier<Person>(time.agent("Bea")), session.customer.person)
        #expect(throws: DeskError.self) {
            try time.act { desk, now in try desk.protect(session.id, by: other, ends: true, at: now) }
        }
        #expect(throws: DeskError.notAllowed) {
            try time.act { desk, now in try desk.protect(session.id, by: customer, ends: true, at: now) }
        }
        #expect(time.desk.sessions[session.id] != nil)
    }

    @Test func aBlockIsNoLongerThanItMayBe() throws {
        var time = Timeline()
        let session = try time.call()
        _ = try time.act { desk, now in
            try desk.protect(session.id, by: session.agent.person, ends: true, block: .seconds(100 * 86_400), at: now)
        }
        #expect(time.desk.blocks[time.customer("Cleo")] == time.now + ServiceDesk.longestBlock)
    }
}
