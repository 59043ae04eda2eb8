import Domain
import Storage
import Testing

@Suite struct OutboxTests {
    private let start = Instant(milliseconds: 1_700_000_000_000)

    private func message(_ id: String, _ offset: Duration = .zero) -> OutboxMessage {
        OutboxMessage(id: id, topic: "interaction.closed", body: "{}", createdAt: start + offset)
    }

    @Test func whatIsDueComesOldestFirst() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        try store.commit([CommitBatch(outbox: [message("b", .seconds(1)), message("a"), message("c", .seconds(9))])])
        #expect(try store.dueOutbox(at: start + .seconds(2), limit: 10).map(\.id) == ["a", "b"])
        #expect(try store.dueOutbox(at: start + .seconds(2), limit: 1).map(\.id) == ["a"])
        #expect(try store.nextOutboxAttempt(after: start + .seconds(2)) == start + .seconds(9))
        #expect(try store.pendingOutboxCount() == 3)
    }

    @Test func aFailedMessageIsDueLaterAndAGivenUpOneNever() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        try store.commit([CommitBatch(outbox: [message("a"), message("b")])])
        try store.commit([
            CommitBatch(records: [
                .outboxFailed(id: "a", attempts: 1, nextAttemptAt: start + .seconds(10)), .outboxGivenUp(id: "b", attempts: 77),
            ])
        ])
        #expect(try store.dueOutbox(at: start + .seconds(9), limit: 10).isEmpty)
        #expect(try store.nextOutboxAttempt(after: start) == start + .seconds(10))
        #expect(try store.dueOutbox(at: start + .seconds(10), limit: 10).map(\.attempts) == [1])
        #expect(try store.nextOutboxAttempt(after: start + .seconds(10)) == nil)
        #expect(try store.pendingOutboxCount() == 1)
    }

    @Test func onlyWhatWasDeliveredLongAgoIsPurged() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        try store.commit([CommitBatch(outbox: [message("a"), message("b"), message("c")])])
        try store.commit([
            CommitBatch(records: [
                .outboxDelivered(id: "a", at: start + .seconds(1)), .outboxDelivered(id: "b", at: start + .seconds(5)),
                .outboxPurged(deliveredBefore: start + .seconds(5)),
            ])
        ])
        #expect(try store.pendingOutboxCount() == 1)
        // The ids that are still there cannot be taken again.
        #expect(throws: StorageError.self) { try store.commit([CommitBatch(outbox: [message("b")])]) }
        try store.commit([CommitBatch(outbox: [message("a")])])
    }
}
