import Domain
import Foundation
import Logging
import Media
import Recording
@testable import Server
import Storage
import Synchronization
import Testing

/// A service on a folder of its own, whose media clock is moved by hand.
final class RecordingBench {
    let root: URL
    /// The folder goes with it.
    private let isOwner: Bool
    let store: SQLiteStore
    let commits: CommitQueue
    let service: RecordingService
    let now = Moment()
    /// Of the disk, as the service is told.
    let room = Room()
    private var reports: AsyncStream<RecordingReport>.Iterator
    private var tap = TapBuffer()
    private var sequence: UInt16 = 0

    final class Moment: Sendable {
        let time = Mutex(MediaTime(nanoseconds: 1_000_000_000))
    }

    final class Room: Sendable {
        let bytes = Mutex<Int64>(1 << 40)
    }

    init(root: URL? = nil, _ change: (inout RecordingSettings) -> Void = { _ in }) throws {
        isOwner = root == nil
        let root = root ?? FileManager.default.temporaryDirectory.appending(path: "visavis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        self.root = root
        store = try SQLiteStore(path: root.appending(path: "visavis.sqlite").path)
        commits = CommitQueue(store: store) { _ in }
        var settings = RecordingSettings()
        settings.minimumFreeBytes = 1
        change(&settings)
        let (stream, continuation) = AsyncStream<RecordingReport>.makeStream()
        reports = stream.makeAsyncIterator()
        var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        log.logLevel = .critical
        service = try RecordingService(
            settings, folder: root.appending(path: "recordings").path, store: store, commits: commits, clock: ServerClock(),
            mediaTime: { [now] in now.time.withLock(\.self) }, key: try ServerKey(path: root.appending(path: "server.key").path),
            announce: { _ in }, freeBytes: { [room] in room.bytes.withLock(\.self) }, requestKeyFrame: { _ in }, log: log,
            onReport: { continuation.yield($1) })
    }

    /// As `kill -9` leaves it: nothing is closed.
    func crash() async throws {
        try await catchUp()
        commits.stop(within: 5)
    }

    func stop() {
        service.stop()
        commits.stop(within: 5)
    }

    deinit { if isOwner { try? FileManager.default.removeItem(at: root) } }

    /// Returns once the recorder has written what it was given: its thread works in order, and the second time round has looked at every
    /// recording since. (What dies with a process writes nothing any more; here the thread would write beside those who repair.)
    private func catchUp() async throws {
        for seed in [901, 902] as [UInt64] {
            service.finish(try begin(seed).id)
            await wait(for: .finished(.failed))
        }
    }

    func wait(for report: RecordingReport) async {
        while let next = await reports.next() { if next == report { return } }
    }

    /// Announces one and begins it.
    func begin(_ seed: UInt64 = 7) throws -> Domain.Recording {
        let recording = try announce(seed)
        service.begin(recording)
        return recording
    }

    func announce(_ seed: UInt64) throws -> Domain.Recording {
        var ids = IdentifierSource(seed: seed)
        let recording = Recording(
            id: RecordingID(using: &ids), session: SessionID(using: &ids), interaction: InteractionID(using: &ids),
            queue: try #require(QueueName("sales")), customer: CustomerID(using: &ids), agent: AgentID(using: &ids),
            expectedAt: Instant(milliseconds: 1_700_000_000_000), purposes: [.quality])
        try store.commit([CommitBatch(changes: [.recording(recording)])])
        return recording
    }

    func person(_ seed: UInt64, _ role: Participant.Role, _ name: String) -> RecordedPerson {
        var ids = IdentifierSource(seed: seed)
        return RecordedPerson(id: ParticipantID(using: &ids), role: role, name: name)
    }

    /// A voice that says nothing, in packets of 20 ms.
    func speak(_ track: TapTrack, for duration: Duration) async {
        for _ in 0..<Int(duration.inNanoseconds / 20_000_000) {
            now.time.withLock { $0 += .milliseconds(20) }
            sequence += 1
            let timestamp = UInt32(now.time.withLock { $0.nanoseconds } / 1_000 * 48 / 1_000)
            var packet: [UInt8] = [0x80, 111, UInt8(sequence >> 8), UInt8(sequence & 255)]
            packet += [
                UInt8(timestamp >> 24), UInt8(timestamp >> 16 & 255), UInt8(timestamp >> 8 & 255), UInt8(timestamp & 255), 0, 0, 0, 9,
            ]
            packet += [0xF8, 0xFF, 0xFE]
            let arrival = now.time.withLock(\.self)
            unsafe packet.withUnsafeBytes { unsafe tap.append(.rtp, track: track, codec: .opus, arrival: arrival, $0) }
            // Time goes no faster than the recorder can follow.
            await until {
                service.ingest(&tap, at: arrival)
                return tap.isEmpty
            }
        }
    }

    func row(_ recording: Domain.Recording) throws -> RecordingRecord { try #require(try store.recording(recording.id)) }
    func folder(_ recording: Domain.Recording) -> String { root.appending(path: "recordings/\(recording.id)").path }

    func record() async throws -> Domain.Recording {
        let recording = try begin()
        service.addTrack(1, to: recording.id, of: person(1, .agent, "Ana"), kind: .microphone)
        // Its time begins when the recorder has taken it, and the clock is moved from here.
        await until { service.figures.live > 0 }
        await speak(1, for: .seconds(4))
        await wait(for: .capturing)
        return recording
    }
}

/// Waits for something that another thread brings about, and fails when it does not come.
func until(_ isTrue: () -> Bool, _ location: SourceLocation = #_sourceLocation) async {
    let end = ContinuousClock.now + .seconds(60)
    while !isTrue() {
        guard ContinuousClock.now < end else {
            Issue.record("it did not happen within a minute", sourceLocation: location)
            return
        }
        await Task.yield()
    }
}
