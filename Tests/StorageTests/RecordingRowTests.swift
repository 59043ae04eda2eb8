import Domain
import Foundation
import Storage
import Testing

@Suite struct RecordingRowTests {
    private let folder: Folder
    private let store: SQLiteStore
    private let start = Instant(milliseconds: 1_700_000_000_000)

    init() throws {
        folder = try Folder()
        store = try SQLiteStore(path: folder.database)
    }

    private func recording(_ seed: UInt64, queue: String = "sales", at offset: Duration = .zero) throws -> Recording {
        var ids = IdentifierSource(seed: seed)
        return Recording(
            id: RecordingID(using: &ids), session: SessionID(using: &ids), interaction: InteractionID(using: &ids),
            queue: try #require(QueueName(queue)), customer: CustomerID(using: &ids), agent: AgentID(using: &ids),
            expectedAt: start + offset,
            purposes: [.quality, .evidence])
    }

    private func announce(_ recordings: Recording...) throws {
        try store.commit([CommitBatch(changes: recordings.map { .recording($0) })])
    }

    private func update(_ recording: Recording, _ steps: RecordingUpdate...) throws {
        try store.commit([CommitBatch(records: steps.map { .recordingUpdate(recording.id, $0) })])
    }

    private func row(_ recording: Recording) throws -> RecordingRecord { try #require(try store.recording(recording.id)) }

    private func ending(_ state: Recording.State, retainUntil: Instant? = nil) -> RecordingEnding {
        var contents = RecordingContents()
        contents.durationMs = 12_000
        contents.files = [
            StoredFile(
                file: "agent-camera.webm", participant: "p", role: "agent", name: "Ana", kind: "camera", startMs: 5, durationMs: 11_000,
                contentType: "video/webm", bytes: 99, diskBytes: 120, sha256: "00", codec: "vp8,opus", width: 640, height: 480)
        ]
        return RecordingEnding(
            state: state, startedAt: start + .seconds(1), endedAt: start + .seconds(13), contents: contents,
            missing: state == .completed ? nil : .interrupted, retainUntil: retainUntil)
    }

    @Test func itIsExpectedUntilTheFirstClusterIsThere() throws {
        let recording = try recording(1)
        try announce(recording)
        let expected = try row(recording)
        #expect(expected.recording == recording)
        #expect(expected.state == .expected)
        #expect(expected.startedAt == nil)
        try update(recording, .keyed([1, 2, 3]), .started(at: start + .seconds(1)))
        #expect(try row(recording).state == .recording)
        #expect(try row(recording).wrappedKey == [1, 2, 3])
        try update(recording, .paused)
        #expect(try row(recording).state == .paused)
        try update(recording, .resumed)
        #expect(try row(recording).state == .recording)
        let closed = ending(.completed, retainUntil: start + .seconds(99))
        try update(recording, .finished(closed))
        let finished = try row(recording)
        #expect(finished.state == .completed)
        #expect(finished.contents == closed.contents)
        #expect(finished.startedAt == start + .seconds(1))
        #expect(finished.retainUntil == start + .seconds(99))
    }

    /// A pause that comes before anything is on disk does not turn into a promise when it ends.
    @Test func aPauseBeforeTheFirstClusterEndsInExpectation() throws {
        let recording = try recording(2)
        try announce(recording)
        try update(recording, .paused)
        try update(recording, .started(at: start))
        #expect(try row(recording).state == .paused)
        let other = try self.recording(3)
        try announce(other)
        try update(other, .paused, .resumed)
        #expect(try row(other).state == .expected)
    }

    /// The recorder and the reconciler may both close one; the first word stands.
    @Test func whatIsClosedStaysClosed() throws {
        let recording = try recording(4)
        try announce(recording)
        try update(recording, .finished(ending(.partial)), .finished(ending(.completed)), .started(at: start), .paused)
        #expect(try row(recording).state == .partial)
        #expect(try row(recording).missing == .interrupted)
        try announce(recording)
        #expect(try row(recording).state == .partial)
    }

    @Test func whatWasWrittenGoesWithTheLastRecordingOfItsSession() throws {
        let first = try recording(5)
        let second = Recording(
            id: RecordingID(high: 1, low: 2), session: first.session, interaction: first.interaction, queue: first.queue,
            customer: first.customer, agent: first.agent, expectedAt: start, purposes: [.quality])
        let id = String(repeating: "a", count: 32)
        let json = #"{"id":"\#(id)","key":"k","from":"\#(id)","role":"customer","at":1700000000000,"text":"hello"}"#
        let message = try JSONDecoder().decode(ChatMessage.self, from: Data(json.utf8))
        try announce(first, second)
        try store.commit([CommitBatch(changes: [.chat(first.session, first.interaction, message)])])
        try update(first, .erased(at: start))
        #expect(try store.messages(of: first.session) == [message], "the other recording is still kept")
        try update(second, .erased(at: start))
        #expect(try store.messages(of: first.session) == [])
    }

    /// Whoever gets the database's file finds no trace of the key of an erased recording.
    @Test func anErasedKeyIsOverwritten() throws {
        let recording = try recording(5)
        let key = (0..<60).map { UInt8(100 + $0) }
        try announce(recording)
        try update(recording, .keyed(key))
        try update(recording, .erased(at: start))
        try store.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)).range(of: Data(key)) == nil)
    }

    /// One that had failed is looked at again; one that was erased, or did not fail, stays as it is.
    @Test func whatFailedMayBeReopened() throws {
        let recording = try recording(6)
        try announce(recording)
        try update(recording, .reopened(ending(.partial)))
        #expect(try row(recording).state == .expected)
        try update(recording, .finished(ending(.failed)), .reopened(ending(.partial)), .reopened(ending(.completed)))
        #expect(try row(recording).state == .partial)
        try update(recording, .reduced(to: .failed, .filesMissing))
        #expect(try store.recordings(.local(after: nil), limit: 1).map(\.id) == [recording.id])
        #expect(try store.recordings(.onDisk, limit: 1).isEmpty)
        try update(recording, .restored(to: .completed, nil))
        #expect(try row(recording).state == .completed && row(recording).missing == nil)
        #expect(try store.recordings(.onDisk, limit: 1).map(\.id) == [recording.id])
    }

    @Test func theNewestSealedComesFirst() throws {
        let recordings = try (0..<4).map { try recording(UInt64(30 + $0), at: .seconds($0 == 2 ? 9 : $0)) }
        for recording in recordings {
            try announce(recording)
            try update(recording, .keyed([1]))
        }
        #expect(try store.recordings(.sealed, limit: 1).map(\.id) == [recordings[2].id])
    }

    @Test func listsComeNewestFirstAndInPages() throws {
        let recordings = try (0..<5).map { try recording(UInt64(10 + $0), queue: $0 < 3 ? "sales" : "support", at: .seconds($0)) }
        for recording in recordings { try announce(recording) }
        var query = RecordingQuery(limit: 2)
        #expect(try store.recordings(query).map(\.id) == [recordings[4].id, recordings[3].id])
        query.after = .init(expectedAt: recordings[3].expectedAt, id: recordings[3].id)
        #expect(try store.recordings(query).map(\.id) == [recordings[2].id, recordings[1].id])
        query = RecordingQuery(limit: 10)
        query.queues = [try #require(QueueName("sales"))]
        #expect(try store.recordings(query).count == 3)
        query.queues = []
        #expect(try store.recordings(query).isEmpty)
        query = RecordingQuery(limit: 10)
        query.from = start + .seconds(1)
        query.to = start + .seconds(3)
        #expect(try store.recordings(query).map(\.id) == [recordings[2].id, recordings[1].id])
        query.agent = recordings[1].agent
        #expect(try store.recordings(query).map(\.id) == [recordings[1].id])
        query.state = .completed
        #expect(try store.recordings(query).isEmpty)
    }

    @Test func dutiesFollowTheStates() throws {
        let recording = try recording(20)
        try announce(recording)
        let due = { [self] (duty: RecordingDuty) in try store.recordings(duty, limit: 10).map(\.id) == [recording.id] }
        #expect(try due(.unfinished))
        try update(recording, .finished(ending(.completed, retainUntil: start + .seconds(60))))
        #expect(try !due(.unfinished))
        #expect(try due(.toUpload(at: start)))
        #expect(try due(.local(after: nil)))
        #expect(try !due(.local(after: recording.id)))
        #expect(try !due(.expired(at: start + .seconds(59))))
        #expect(try due(.expired(at: start + .seconds(60))))
        try update(recording, .uploadFailed(attempts: 1, nextAttemptAt: start + .seconds(30)))
        #expect(try !due(.toUpload(at: start)))
        #expect(try due(.toUpload(at: start + .seconds(30))))
        try update(recording, .uploaded(at: start + .seconds(31)))
        #expect(try !due(.toUpload(at: start + .seconds(90))))
        #expect(try due(.toMoveOut))
        try update(recording, .movedOut)
        #expect(try row(recording).location == .uploaded)
        #expect(try !due(.toMoveOut))
        try update(recording, .keyed([1]), .erased(at: start + .seconds(70)))
        #expect(try row(recording).wrappedKey == nil)
        #expect(try row(recording).contents == RecordingContents())
        #expect(try !due(.expired(at: start + .seconds(60))))
        #expect(try due(.toEraseRemotely))
        try update(recording, .erasedRemotely)
        #expect(try !due(.toEraseRemotely))
    }
}
