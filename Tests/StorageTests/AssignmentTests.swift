import Domain
import Foundation
import GRDB
@testable import Storage
import Testing

private let start = Instant(milliseconds: 1_700_000_000_000)

/// A floor with one agent and customers who come one after the other.
private struct Floor {
    var ids = IdentifierSource(seed: 21)
    var desk: ServiceDesk
    let ada: AgentID

    init() throws {
        desk = ServiceDesk(routing: RoutingPolicy(), sessions: SessionPolicy(), identifiers: ids)
        ada = AgentID(using: &ids)
        desk.attachAgent(ada, name: try #require(BoundedText("Ada")), at: start)
        _ = try desk.setActivity(.available, of: ada, at: start)
    }

    mutating func visit(at instant: Instant) throws -> InteractionID {
        let customer = Customer(id: CustomerID(using: &ids), name: BoundedText("Cleo"))
        let caller = Caller(customer: customer, useCase: try #require(QueueName("advice")), language: .french)
        return try desk.startVisit(caller, at: instant).ticket.interaction
    }

    mutating func accept(at instant: Instant) throws -> Session {
        try desk.acceptOffer(try #require(desk.offer(to: ada)).offer.id, by: ada, at: instant)
    }

    mutating func batch() -> CommitBatch {
        let output = desk.takeOutput()
        return CommitBatch(events: output.events, changes: output.changes)
    }
}

/// What is in the file, past the store.
private func look<Value>(_ folder: Folder, _ body: (Database) throws -> Value) throws -> Value {
    try DatabaseQueue(path: folder.database).read(body)
}

@Suite struct AssignmentTests {
    @Test func anAssignmentIsWrittenOnceAndComesBackWithItsInteraction() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        var floor = try Floor()
        let interaction = try floor.visit(at: start)
        try store.commit([floor.batch()])
        let body = try look(folder) { try String.fetchOne($0, sql: "SELECT body FROM assignment") }
        #expect(try store.interaction(interaction)?.assignments.map(\.acceptedBy) == [nil])

        let session = try floor.accept(at: start + .seconds(2))
        try store.commit([floor.batch()])
        _ = try floor.desk.hangUp(session.id, by: session.agent.person, at: start + .seconds(60))
        try floor.desk.finishWrapUp(
            of: interaction, by: floor.ada, disposition: .sale, resolved: true, note: nil, at: start + .seconds(70))
        try store.commit([floor.batch()])

        let stored = try #require(try store.interaction(interaction))
        #expect(stored.isClosed && stored.disposition == .sale)
        let record = try #require(stored.assignments.first)
        #expect(stored.assignments.count == 1 && record.number == 0)
        #expect(record.acceptedBy == floor.ada && record.acceptedAt == start + .seconds(2))
        #expect(record.candidates.map(\.agent) == [floor.ada])
        #expect(try look(folder) { try String.fetchAll($0, sql: "SELECT body FROM assignment") } == [body])
        #expect(try look(folder) { try String.fetchOne($0, sql: "SELECT body FROM interaction") }?.contains("candidates") == false)
    }

    @Test func whoWasAskedIsKnownAfterARestart() throws {
        let folder = try Folder()
        var floor = try Floor()
        let first = try floor.visit(at: start)
        let before = floor.desk.interactions[first]
        do {
            let store = try SQLiteStore(path: folder.database)
            try store.commit([floor.batch()])
            try store.close()
        }
        let snapshot = try SQLiteStore(path: folder.database).loadDesk()
        #expect(snapshot.interactions == [try #require(before)])
        #expect(snapshot.interactions.first?.assignments.count == 1)
    }

    @Test func aRowThatChangesAgainInTheSameTransactionIsWrittenAsItIsLast() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        var floor = try Floor()
        let interaction = try floor.visit(at: start)
        let asked = floor.batch()
        _ = try floor.accept(at: start + .seconds(2))
        let accepted = floor.batch()
        try store.commit([asked, accepted])

        let snapshot = try store.loadDesk()
        #expect(snapshot.tickets.isEmpty && snapshot.sessions.count == 1)
        #expect(snapshot.interactions == [try #require(floor.desk.interactions[interaction])])
        #expect(snapshot.interactions.first?.assignments.map(\.acceptedBy) == [floor.ada])
        #expect(snapshot.agents == [try #require(floor.desk.agent(floor.ada))])
        // What happened is told whole.
        let kinds = try look(folder) { try String.fetchAll($0, sql: "SELECT kind FROM journal ORDER BY sequence") }
        #expect(kinds == (asked.events + accepted.events).map(\.name))
    }

    @Test func aLongListKeepsItsBeginningAndItsEnd() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        var floor = try Floor()
        let interaction = try floor.visit(at: start)
        var now = start
        for _ in 0..<60 {
            now = now + .seconds(1)
            try floor.desk.rejectOffer(try #require(floor.desk.offer(to: floor.ada)).offer.id, by: floor.ada, at: now)
            // They are asked again once what keeps them from it is over.
            while floor.desk.offer(to: floor.ada) == nil, let due = floor.desk.nextDeadline {
                now = max(now, due)
                floor.desk.advance(to: now)
                floor.desk.setCustomer(
                    try #require(floor.desk.interactions[interaction]).caller.customer.id, attached: true, at: now)
            }
            try store.commit([floor.batch()])
        }
        let numbers = try #require(try store.interaction(interaction)).assignments.map(\.number)
        #expect(numbers == floor.desk.interactions[interaction]?.assignments.map(\.number))
        #expect(numbers.count == 50 && numbers.prefix(25) == ArraySlice(0..<25) && numbers.last == 60)
    }

    @Test func aDatabaseOfVersionFiveKeepsItsAssignments() throws {
        let folder = try Folder()
        var floor = try Floor()
        let answered = try floor.visit(at: start)
        _ = try floor.accept(at: start + .seconds(2))
        let waiting = try floor.visit(at: start + .seconds(3))
        let interactions = try [answered, waiting].map { try #require(floor.desk.interactions[$0]) }
        try writeVersionFive(interactions, at: folder)

        let store = try SQLiteStore(path: folder.database)
        for interaction in interactions { #expect(try store.interaction(interaction.id) == interaction) }
        #expect(try store.interaction(answered)?.assignments.first?.acceptedBy == floor.ada)
        #expect(try store.interaction(waiting)?.assignments.isEmpty == true)
        #expect(Set(try store.loadDesk().interactions) == Set(interactions))
        let bodies = try look(folder) { try String.fetchAll($0, sql: "SELECT body FROM interaction") }
        #expect(bodies.allSatisfy { !$0.contains("assignments") })
    }

    /// As that version wrote them: everything in the row.
    private func writeVersionFive(_ interactions: [Interaction], at folder: Folder) throws {
        let queue = try DatabaseQueue(path: folder.database)
        try SQLiteMigrations.migrator.migrate(queue, upTo: "5: interactions whose customers are called back")
        func object(_ value: some Encodable) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? [String: Any])
        }
        try queue.write { database in
            for interaction in interactions {
                var body = try object(interaction)
                body["assignments"] = try interaction.assignments.map { record in
                    var row = try object(record)
                    row["acceptedBy"] = record.acceptedBy?.description
                    row["acceptedAt"] = record.acceptedAt?.milliseconds
                    return row
                }
                try database.execute(
                    sql: """
                        INSERT INTO interaction (id, customer, queue, enqueued_at, closed, body) VALUES (?, ?, 'advice', ?, 0, ?)
                        """,
                    arguments: [
                        interaction.id.description, interaction.caller.customer.id.description, interaction.enqueuedAt.milliseconds,
                        String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self),
                    ])
            }
        }
        try queue.close()
    }
}
