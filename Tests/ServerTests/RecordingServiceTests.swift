import Domain
import Foundation
import Media
import Recording
@testable import Server
import Storage
import Synchronization
import Testing

@Suite struct RecordingServiceTests {
    @Test(arguments: [false, true]) func keepsWhatIsSaid(isEncrypted: Bool) async throws {
        let bench = try RecordingBench { $0.isEncrypted = isEncrypted }
        let recording = try await bench.record()
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
        let bench = try RecordingBench { $0.isEncrypted = true }
        let recording = try await bench.record()
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
        let crashed = try RecordingBench { $0.isEncrypted = isEncrypted }
        let recording = try await crashed.record()
        let lost = try crashed.announce(99)
        try await crashed.crash()
        let next = try RecordingBench(root: crashed.root) { $0.isEncrypted = isEncrypted }
        next.service.start()
        // Stopping cuts short what a start has to look after.
        await until { next.service.figures.partial > 0 && next.service.figures.failed > 0 }
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
        let bench = try RecordingBench { $0.minimumFreeBytes = .max }
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
        let bench = try RecordingBench()
        let recording = try bench.begin()
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.failed))
        #expect(try bench.row(recording).missing == .nothingCaptured)
        bench.stop()
    }

    @Test func filesThatDisappearAreMissedOnce() async throws {
        let bench = try RecordingBench()
        let recording = try await bench.record()
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
        let bench = try RecordingBench { $0.isEncrypted = true }
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
