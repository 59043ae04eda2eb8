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
private final class Bench {
    let root: URL
    /// The folder goes with it.
    private let isOwner: Bool
    let store: SQLiteStore
    let commits: CommitQueue
    let service: RecordingService
    let now = Moment()
    private var reports: AsyncStream<RecordingReport>.Iterator
    private var tap = TapBuffer()
    private var sequence: UInt16 = 0

    final class Moment: Sendable {
        let time = Mutex(MediaTime(nanoseconds: 1_000_000_000))
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
            announce: { _ in }, requestKeyFrame: { _ in }, log: log, onReport: { continuation.yield($1) })
    }

    /// As `kill -9` leaves it: nothing is closed.
    func end() { commits.stop(within: 5) }

    func stop() {
        service.stop()
        commits.stop(within: 5)
    }

    deinit { if isOwner { try? FileManager.default.removeItem(at: root) } }

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
            while !tap.isEmpty {
                service.ingest(&tap, at: arrival)
                await Task.yield()
            }
        }
    }

    func row(_ recording: Domain.Recording) throws -> RecordingRecord { try #require(try store.recording(recording.id)) }
    func folder(_ recording: Domain.Recording) -> String { root.appending(path: "recordings/\(recording.id)").path }
}

@Suite struct RecordingServiceTests {
    private func record(on bench: Bench) async throws -> Domain.Recording {
        let recording = try bench.begin()
        bench.service.addTrack(1, to: recording.id, of: bench.person(1, .agent, "Ana"), kind: .microphone)
        // Its time begins when the recorder has taken it, and the clock is moved from here.
        while bench.service.figures.live == 0 { await Task.yield() }
        await bench.speak(1, for: .seconds(4))
        await bench.wait(for: .capturing)
        return recording
    }

    @Test(arguments: [false, true]) func keepsWhatIsSaid(isEncrypted: Bool) async throws {
        let bench = try Bench { $0.isEncrypted = isEncrypted }
        let recording = try await record(on: bench)
        #expect(try bench.row(recording).state == .recording)
        bench.service.pause(recording.id, reason: "agent")
        await bench.wait(for: .paused)
        bench.now.time.withLock { $0 += .seconds(2) }
        bench.service.resume(recording.id)
        await bench.wait(for: .resumed)
        await bench.speak(1, for: .seconds(3))
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.completed))
        let row = try bench.row(recording)
        #expect(row.state == .completed)
        #expect(row.missing == nil)
        #expect(row.contents.pauses.map(\.reason) == ["agent"])
        #expect(row.contents.durationMs >= 8_000)
        #expect(row.contents.gaps.isEmpty, "\(row.contents.gaps)")
        #expect(row.retainUntil != nil)
        #expect(Set(row.contents.files.map(\.kind)) == ["microphone", "mix"])
        #expect(row.contents.files.first { $0.kind == "microphone" }?.name == "Ana")
        for file in row.contents.files {
            let reading = try bench.service.open(file, of: row)
            let head = try reading.read(at: 0, count: 4)
            #expect(head == (file.kind == "mix" ? Array("OggS".utf8) : [0x1A, 0x45, 0xDF, 0xA3]))
            let disk = try Data(contentsOf: URL(fileURLWithPath: "\(bench.folder(recording))/\(file.file)"))
            #expect(disk.count == Int(file.diskBytes))
            #expect(reading.length == Int(file.bytes))
            #expect((Array(disk.prefix(4)) == head) != isEncrypted)
        }
        #expect((row.wrappedKey != nil) == isEncrypted)
        let check = try RecordingVerification(
            folder: bench.folder(recording), files: POSIXFiles(), key: try bench.service.parts.vault.key(of: row))
        #expect(check.isGood, "\(check.problems)")
        bench.stop()
    }

    @Test func erasingLeavesNothingToOpen() async throws {
        let bench = try Bench { $0.isEncrypted = true }
        let recording = try await record(on: bench)
        let entry = AuditRecord(
            at: Instant(milliseconds: 5), actor: .server, action: "recording.erased", subject: .recording(recording.id),
            queue: recording.queue)
        let isErasedEarly = await bench.service.erase(try bench.row(recording), entry)
        #expect(!isErasedEarly)
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.completed))
        let isErased = await bench.service.erase(try bench.row(recording), entry)
        #expect(isErased)
        let row = try bench.row(recording)
        #expect(row.erasedAt == Instant(milliseconds: 5))
        #expect(row.wrappedKey == nil)
        #expect(!FileManager.default.fileExists(atPath: bench.folder(recording)))
        #expect(try bench.store.audit(AuditQuery(limit: 1)).first?.record == entry)
        bench.stop()
    }

    /// The process dies in the middle: the next one finishes what is there, and says that it was cut.
    @Test(arguments: [false, true]) func aCrashLeavesAPartThatPlays(isEncrypted: Bool) async throws {
        let crashed = try Bench { $0.isEncrypted = isEncrypted }
        let recording = try await record(on: crashed)
        let lost = try crashed.announce(99)
        crashed.end()
        let next = try Bench(root: crashed.root) { $0.isEncrypted = isEncrypted }
        next.service.start()
        next.stop()
        let store = try SQLiteStore(path: crashed.root.appending(path: "visavis.sqlite").path)
        let row = try #require(try store.recording(recording.id))
        #expect(row.state == .partial)
        #expect(row.missing == .interrupted)
        #expect(row.contents.files.contains { $0.kind == "microphone" && $0.durationMs >= 1_000 })
        let missed = try #require(try store.recording(lost.id))
        #expect(missed.state == .failed)
        #expect(missed.missing == .serverStopped)
        let notices = try store.dueOutbox(at: ServerClock().now, limit: 10)
        #expect(Set(notices.map(\.topic)) == ["recording.finished", "recording.missing"])
        withExtendedLifetime(crashed) {}
    }

    @Test func aDiskThatIsNearlyFullIsSaidAndNothingElseHappens() async throws {
        let bench = try Bench { $0.minimumFreeBytes = .max }
        let recording = try bench.begin()
        await bench.wait(for: .failed(.diskFull))
        await bench.wait(for: .finished(.failed))
        let row = try bench.row(recording)
        #expect(row.state == .failed)
        #expect(row.missing == .diskFull)
        #expect(bench.service.figures.refused == 1)
        bench.stop()
    }

    @Test func aCallInWhichNothingCameIsMissed() async throws {
        let bench = try Bench()
        let recording = try bench.begin()
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.failed))
        #expect(try bench.row(recording).missing == .nothingCaptured)
        bench.stop()
    }

    @Test func filesThatDisappearAreMissedOnce() async throws {
        let bench = try Bench()
        let recording = try await record(on: bench)
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.completed))
        let mix = try #require(try bench.row(recording).contents.files.first { $0.kind == "mix" })
        try FileManager.default.removeItem(atPath: "\(bench.folder(recording))/\(mix.file)")
        let reconciler = RecordingReconciler(parts: bench.service.parts)
        reconciler.compare()
        reconciler.compare()
        #expect(try bench.row(recording).state == .partial)
        #expect(try bench.row(recording).missing == .filesMissing)
        #expect(bench.service.figures.missing == 1)
        bench.stop()
    }

    @Test func aKeyOpensItsOwnRecordingOnly() async throws {
        let bench = try Bench { $0.isEncrypted = true }
        var row = RecordingRecord(try bench.announce(1))
        let other = RecordingRecord(try bench.announce(2))
        let vault = bench.service.parts.vault
        row.wrappedKey = try vault.newKey(for: row.id)?.wrapped
        #expect(try vault.key(of: row) != nil)
        row.wrappedKey = try vault.newKey(for: other.id)?.wrapped
        #expect(throws: RecordingError.self) { try vault.key(of: row) }
        bench.stop()
    }
}
