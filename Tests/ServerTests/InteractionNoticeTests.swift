import Domain
import Storage
import Testing

@testable import Server

@Suite struct InteractionNoticeTests {
    private let start = Instant(milliseconds: 1_700_000_000_007)

    @Test func timesAreExactToTheMillisecond() {
        #expect(Instant(milliseconds: 0).rfc3339 == "1970-01-01T00:00:00.000Z")
        #expect(start.rfc3339 == "2023-11-14T22:13:20.007Z")
        #expect(Instant(milliseconds: 1_792_535_313_394).rfc3339 == "2026-10-20T22:28:33.394Z")
        #expect(Instant(milliseconds: 1_709_164_799_999).rfc3339 == "2024-02-28T23:59:59.999Z")
    }

    /// The agent is lost in the middle, another one takes over: answered once, closed once.
    @Test func aSecondSessionIsNoSecondAnswer() throws {
        var ids = IdentifierSource(seed: 11)
        var desk = ServiceDesk(routing: RoutingPolicy(), sessions: SessionPolicy(), identifiers: ids)
        let (ada, bob) = (AgentID(using: &ids), AgentID(using: &ids))
        let caller = Caller(
            customer: Customer(id: CustomerID(using: &ids)), useCase: try #require(QueueName("advice")), language: .english)
        var told: [[String]] = []
        func endTick() { told.append(InteractionNotice.messages(about: desk.takeOutput()).map(\.topic)) }

        desk.attachAgent(ada, name: try #require(BoundedText("Ada")), at: start)
        _ = try desk.setActivity(.available, of: ada, at: start)
        _ = try desk.startVisit(caller, at: start)
        endTick()
        let first = try desk.acceptOffer(try #require(desk.offer(to: ada)).offer.id, by: ada, at: start + .seconds(1))
        endTick()
        desk.detachAgent(ada, at: start + .seconds(2))
        desk.advance(to: start + .seconds(100))
        #expect(desk.sessions[first.id] == nil)
        endTick()
        desk.attachAgent(bob, name: try #require(BoundedText("Bob")), at: start + .seconds(101))
        _ = try desk.setActivity(.available, of: bob, at: start + .seconds(101))
        let second = try desk.acceptOffer(try #require(desk.offer(to: bob)).offer.id, by: bob, at: start + .seconds(102))
        endTick()
        try desk.hangUp(second.id, by: second.agent.person, at: start + .seconds(103))
        endTick()
        try desk.finishWrapUp(of: second.interaction, by: bob, disposition: .resolved, resolved: nil, note: nil, at: start + .seconds(104))
        endTick()
        #expect(told.flatMap(\.self) == ["interaction.answered", "interaction.closed"])
        #expect(told[1] == ["interaction.answered"])
    }
}
