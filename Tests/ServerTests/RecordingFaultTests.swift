import Domain
import Foundation
import Logging
import Media
import Recording
@testable import Server
import Storage
import Synchronization
import Testing

/// The disk, the database or the key is not what it was: nothing is lost for good, and nothing is said that is not so.
@Suite struct RecordingFaultTests {
    private func row(_ id: RecordingID, in bench: RecordingBench) throws -> RecordingRecord { try #require(try bench.store.recording(id)) }

    /// The sidecar of a crashed recording cannot be opened for a while: the row stays open, and the next round finishes it.
    @Test func whatTheDiskRefusesIsTriedAgain() async throws {
        let crashed = try RecordingBench()
        let recording = try await crashed.record()
        try await crashed.crash()
        let sidecar = "\(crashed.folder(recording))/index.jsonl"
        // Reading refuses what is a link (ELOOP), which is neither damage nor absence.
        try FileManager.default.moveItem(atPath: sidecar, toPath: sidecar + ".away")
        try FileManager.default.createSymbolicLink(atPath: sidecar, withDestinationPath: sidecar + ".away")
        let next = try RecordingBench(root: crashed.root)
        let reconciler = RecordingReconciler(parts: next.service.parts)
        reconciler.finish(announcedBefore: ServerClock().now, by: .serverStopped)
        #expect(try row(recording.id, in: next).state == .recording)
        #expect(next.service.figures.unfinished == 1)
        try FileManager.default.removeItem(atPath: sidecar)
        try FileManager.default.moveItem(atPath: sidecar + ".away", toPath: sidecar)
        reconciler.retry()
        next.stop()
        let store = try SQLiteStore(path: crashed.root.appending(path: "visavis.sqlite").path)
        #expect(try store.recording(recording.id)?.state == .partial)
        #expect(next.service.figures.unfinished == 0)
        withExtendedLifetime(crashed) {}
    }

    @Test func oneThatWasGivenUpIsOpenedAgain() async throws {
        let crashed = try RecordingBench()
        let recording = try await crashed.record()
        try await crashed.crash()
        try crashed.store.commit([
            CommitBatch(records: [
                .recordingUpdate(
                    recording.id, .finished(RecordingEnding(state: .failed, startedAt: nil, endedAt: ServerClock().now, retainUntil: nil)))
            ])
        ])
        let next = try RecordingBench(root: crashed.root)
        try RecordingReconciler(parts: next.service.parts).reopen(try row(recording.id, in: next))
        let row = try row(recording.id, in: next)
        #expect(row.state == .partial && row.missing == .interrupted && row.retainUntil != nil)
        #expect(row.contents.files.contains { $0.kind == "microphone" })
        next.stop()
        withExtendedLifetime(crashed) {}
    }

    /// The last lines found no room: the row stays open, and a repair closes it.
    @Test func whatCouldNotBeClosedIsNotClosed() async throws {
        let bench = try RecordingBench()
        let recording = try await bench.record()
        // The name that the finished file is to get is taken by a folder.
        let file = "\(bench.folder(recording))/agent-microphone.webm"
        try FileManager.default.createDirectory(atPath: file + "/x", withIntermediateDirectories: true)
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.partial))
        #expect(try row(recording.id, in: bench).state == .recording)
        try FileManager.default.removeItem(atPath: file)
        RecordingReconciler(parts: bench.service.parts).retry()
        bench.stop()
        let store = try SQLiteStore(path: bench.root.appending(path: "visavis.sqlite").path)
        let row = try #require(try store.recording(recording.id))
        #expect(row.state == .partial && row.missing == .diskError)
        #expect(row.contents.files.contains { $0.kind == "microphone" })
    }

    @Test func withoutItsKeyStoredNothingIsWritten() async throws {
        let bench = try RecordingBench { $0.isEncrypted = true }
        let recording = try bench.announce(7)
        bench.commits.stop(within: 5)
        bench.service.begin(recording)
        await bench.wait(for: .failed(.diskError))
        #expect(!FileManager.default.fileExists(atPath: bench.folder(recording)))
        bench.stop()
    }

    @Test func capturingEndsBeforeTheDiskIsFull() async throws {
        let bench = try RecordingBench { $0.minimumFreeBytes = 4_000 }
        let recording = try await bench.record()
        bench.room.bytes.withLock { $0 = 1_001 }
        await bench.speak(1, for: .seconds(2))
        #expect(bench.service.figures.live == 1)
        bench.room.bytes.withLock { $0 = 999 }
        await bench.speak(1, for: .seconds(2))
        await bench.wait(for: .failed(.diskFull))
        await bench.wait(for: .finished(.partial))
        let row = try row(recording.id, in: bench)
        #expect(row.state == .partial && row.missing == .diskFull)
        #expect(row.contents.durationMs >= 5_000)
        bench.stop()
    }

    /// The relay goes on tapping what nobody records any more: the next recording has nothing to do with it.
    @Test func packetsOfNobodyDoNotOverflow() async throws {
        let mailbox = RecorderMailbox()
        Thread { _ = mailbox.take(within: nil) }.start()
        await until { mailbox.isIdle }
        var tap = TapBuffer()
        let packet = [UInt8](repeating: 7, count: 60_000)
        // Twice what all buffers together hold.
        for turn in 0..<200 {
            let now = MediaTime(nanoseconds: Int64(turn) * 5_000_000)
            for _ in 0..<6 { unsafe packet.withUnsafeBytes { unsafe tap.append(.rtp, track: 9, codec: .vp8, arrival: now, $0) } }
            mailbox.swap(&tap, at: now)
        }
        #expect(tap.overflow == 0)
        mailbox.post(.stop)
    }

    /// Packets that came just before the recorder went to sleep must not lie in its way.
    @Test func nothingWaitsWhileNobodyRecords() {
        let mailbox = RecorderMailbox()
        var tap = TapBuffer()
        let packet = [UInt8](repeating: 7, count: 100)
        unsafe packet.withUnsafeBytes { unsafe tap.append(.rtp, track: 9, codec: .vp8, arrival: MediaTime(nanoseconds: 0), $0) }
        mailbox.swap(&tap, at: MediaTime(nanoseconds: 0))
        #expect(tap.isEmpty && mailbox.take(within: nil).count == 1, "taken at once: no command would come")
    }

    @Test func onlyThoseThatWereThereLosePackets() async throws {
        let bench = try RecordingBench()
        let recording = try await bench.record()
        bench.now.time.withLock { $0 += .milliseconds(20) }
        let other = try bench.begin(8)
        bench.service.addTrack(2, to: other.id, of: bench.person(2, .customer, "Ben"), kind: .microphone)
        await until { bench.service.figures.live >= 2 }
        // What came while the second was not there yet.
        var tap = TapBuffer()
        let packet = [UInt8](repeating: 0, count: 60_000)
        while tap.overflow == 0 {
            unsafe packet.withUnsafeBytes { unsafe tap.append(.rtp, track: 99, codec: .opus, arrival: .init(nanoseconds: 0), $0) }
        }
        await until {
            bench.service.ingest(&tap, at: bench.now.time.withLock(\.self))
            bench.now.time.withLock { $0 += .milliseconds(20) }
            return tap.isEmpty
        }
        await bench.speak(2, for: .seconds(3))
        await bench.wait(for: .capturing)
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.partial))
        bench.service.finish(other.id)
        await bench.wait(for: .finished(.completed))
        #expect(try row(recording.id, in: bench).missing == .overloaded)
        bench.stop()
    }

    @Test func aDiskThatIsNotMountedIsNotSearched() async throws {
        let bench = try RecordingBench()
        let recording = try await bench.record()
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.completed))
        let folder = bench.root.appending(path: "recordings").path
        try FileManager.default.moveItem(atPath: folder, toPath: folder + ".away")
        RecordingReconciler(parts: bench.service.parts).compare()
        #expect(try row(recording.id, in: bench).state == .completed)
        bench.commits.stop(within: 5)
        #expect(throws: ConfigurationError.self) { _ = try RecordingBench(root: bench.root) }
        // The mount point alone.
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        #expect(throws: ConfigurationError.self) { _ = try RecordingBench(root: bench.root) }
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.moveItem(atPath: folder + ".away", toPath: folder)
        // As an earlier version left it.
        try FileManager.default.removeItem(atPath: folder + "/.visavis-recordings")
        let next = try RecordingBench(root: bench.root)
        #expect(next.service.parts.vault.isThere)
        next.stop()
    }

    @Test func filesThatComeBackAreFound() async throws {
        let bench = try RecordingBench()
        let recording = try await bench.record()
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.completed))
        let folder = bench.folder(recording)
        let reconciler = RecordingReconciler(parts: bench.service.parts)
        try FileManager.default.moveItem(atPath: folder, toPath: folder + ".away")
        reconciler.compare()
        #expect(try row(recording.id, in: bench).state == .failed)
        try FileManager.default.moveItem(atPath: folder + ".away", toPath: folder)
        reconciler.compare()
        let row = try row(recording.id, in: bench)
        #expect(row.state == .completed && row.missing == nil)
        bench.stop()
    }

    @Test func anotherServerKeyIsRefused() async throws {
        let bench = try RecordingBench { $0.isEncrypted = true }
        let recording = try await bench.record()
        bench.service.finish(recording.id)
        await bench.wait(for: .finished(.completed))
        bench.stop()
        let path = bench.root.appending(path: "server.key").path
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        #expect(throws: ConfigurationError.self) { _ = try RecordingBench(root: bench.root) }
        // It is not made anew in silence, neither now nor at the next start.
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(throws: ConfigurationError.self) { _ = try RecordingBench(root: bench.root) }
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
        #expect(throws: ConfigurationError.self) { _ = try RecordingBench(root: bench.root) }
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        try RecordingBench(root: bench.root).stop()
    }

    @Test func retentionFollowsTheLastConsent() throws {
        var ids = IdentifierSource(seed: 3)
        let recording = Recording(
            id: RecordingID(using: &ids), session: SessionID(using: &ids), interaction: InteractionID(using: &ids),
            queue: try #require(QueueName("sales")), customer: CustomerID(using: &ids), agent: AgentID(using: &ids),
            expectedAt: Instant(milliseconds: 1), purposes: [.quality, .evidence])
        func purposes(_ notes: (RecordingNote.Kind, String, String)...) throws -> [ConsentPurpose] {
            let people = [("c", "customer"), ("g", "guest")].map { RecordedParticipant(id: $0, label: $1, role: $1) }
            let lines = notes.map { SidecarLine.note(RecordingNote(at: 1, kind: $0, participant: $1, detail: $2)) }
            let begin = Data(#"{"t":"begin","version":1,"id":"r","startedAt":1,"interaction":"i","session":"s"}"#.utf8)
            let index = try RecordingIndex(
                [try JSONDecoder().decode(SidecarLine.self, from: begin)] + people.map { .participant($0) } + lines)
            return recording.purposes(by: index)
        }
        #expect(try purposes() == [.evidence, .quality])
        #expect(try purposes((.consentWithdrawn, "c", "evidence")) == [.quality])
        #expect(try purposes((.consentWithdrawn, "g", "evidence")) == [.evidence, .quality])
        // What ends the capturing does not end what it was captured for.
        #expect(try purposes((.consentWithdrawn, "c", "evidence"), (.consentWithdrawn, "c", "quality")) == [.quality])
        #expect(
            try purposes((.consentWithdrawn, "c", "quality"), (.consentWithdrawn, "c", "evidence"), (.consentGiven, "c", "quality"))
                == [.quality])
    }

    /// The database takes nothing any more: stopping does not wait for it.
    @Test func stoppingDoesNotWaitForTheWriter() async throws {
        let bench = try RecordingBench()
        let recording = try bench.announce(7)
        let gate = DispatchSemaphore(value: 0)
        bench.commits.submit(CommitBatch(records: [.recordingUpdate(recording.id, .resumed)])) { _ in gate.wait() }
        let parts = bench.service.parts
        let ended = Task.detached { parts.commitNow(CommitBatch(records: [.recordingUpdate(recording.id, .paused)]), about: recording.id) }
        await until { bench.commits.depth > 0 }
        bench.service.stop()
        #expect(await ended.value == false)
        gate.signal()
        bench.commits.stop(within: 5)
    }
}
