import Domain
import Foundation
import GRDB
import Storage
import Synchronization
import Testing

@Suite struct CommitQueueTests {
    private static func heartbeat(_ value: Int64) -> CommitBatch { CommitBatch(records: [.heartbeat(Instant(milliseconds: value))]) }

    /// Waits for the writer to report something that satisfies `isMatch`.
    private func next(
        _ reports: inout AsyncStream<CommitQueue.Report>.Iterator, _ isMatch: (CommitQueue.Report) -> Bool
    ) async {
        while let report = await reports.next() { if isMatch(report) { return } }
    }

    private final class Recorder: Sendable {
        let values = Mutex<[Int64]>([])
    }

    @Test func completionsComeInTheOrderOfSubmission() throws {
        let folder = try Folder()
        let queue = CommitQueue(store: try SQLiteStore(path: folder.database)) { _ in }
        let recorder = Recorder()
        for value in Int64(1)...500 {
            queue.submit(Self.heartbeat(value)) { _ in recorder.values.withLock { $0.append(value) } }
        }
        queue.stop(within: 10)
        #expect(recorder.values.withLock(\.self) == Array(1...500))
    }

    @Test func aLockedDatabaseIsReportedAndNothingIsLost() async throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        let (stream, continuation) = AsyncStream<CommitQueue.Report>.makeStream()
        let queue = CommitQueue(store: store) { continuation.yield($0) }
        var reports = stream.makeAsyncIterator()
        var unguarded = Configuration()
        unguarded.allowsUnsafeTransactions = true
        let intruder = try DatabaseQueue(path: folder.database, configuration: unguarded)
        try await intruder.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        async let stored: Void = queue.perform(Self.heartbeat(7))
        await next(&reports) { if case .trouble(let error) = $0 { error.code == .locked } else { false } }
        try await intruder.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        await next(&reports) { if case .recovered = $0 { true } else { false } }
        try await stored
        let value = try await intruder.read { try Int64.fetchOne($0, sql: "SELECT at FROM heartbeat") }
        #expect(value == 7)
        queue.stop(within: 5)
    }

    @Test func oneBadBatchDoesNotHarmItsGroup() async throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        let queue = CommitQueue(store: store) { _ in }
        let bad = CommitBatch(records: [.webSession(digest: "x", account: orphan, createdAt: at, expiresAt: at)])
        async let first: Void = queue.perform(Self.heartbeat(1))
        async let second: Void = queue.perform(bad)
        async let third: Void = queue.perform(Self.heartbeat(3))
        try await first
        try await third
        do {
            try await second
            Issue.record("a batch that names an unknown account was stored")
        } catch {
            #expect((error as? StorageError)?.code == .constraint)
        }
        queue.stop(within: 5)
    }

    @Test func nothingIsTakenAfterStopping() async throws {
        let folder = try Folder()
        let queue = CommitQueue(store: try SQLiteStore(path: folder.database)) { _ in }
        queue.stop(within: 5)
        await #expect(throws: StorageError.self) { try await queue.perform(Self.heartbeat(1)) }
    }

    private var at: Instant { Instant(milliseconds: 1) }
    private var orphan: AccountID {
        var ids = IdentifierSource(seed: 1)
        return AccountID(using: &ids)
    }
}
