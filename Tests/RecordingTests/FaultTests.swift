import Media
import Testing

@testable import Recording

/// The disk fails while it records: the state says so, and what is good stays good.
@Suite struct FaultTests {
    private func record(_ files: MemoryFiles, until end: Duration = .seconds(9), at fault: Duration = .seconds(4), _ fail: () -> Void)
        throws
        -> (RecordingSummary, [RecorderEvent])
    {
        let clip = try #require(Clip.vp8)
        let beeps = try #require(Clip.beeps)
        var script = TapScript(seed: 30)
        TestSender().sound(Array(beeps.prefix(500)), track: 1, into: &script)
        TestSender().pictures(clip, 0..<300, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(files: files)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: .init(nanoseconds: 0))
        run.play(script, until: fault)
        fail()
        run.play(script, until: end)
        return (run.finish(), run.events)
    }

    private func expectGood(_ files: MemoryFiles, _ summary: RecordingSummary, atLeast milliseconds: Int64) throws {
        let folder = try Folder()
        for file in summary.files where file.kind != .mix {
            #expect(file.durationMs >= milliseconds)
            let bytes = try #require(files.bytes(RecorderRun.folder + "/" + file.name))
            #expect(Int64(bytes.count) == file.bytes)
            let complaints = try Tool.complaints(about: folder.put(bytes, file.isFinished ? file.name : file.name + ".webm"))
            #expect(complaints == "")
        }
        #expect(summary.files.contains { $0.kind != .mix })
    }

    @Test func aFullDiskKeepsWhatIsThere() throws {
        let files = MemoryFiles()
        let (summary, events) = try record(files) { files.leaveRoom(700) }
        #expect(summary.state == .partial && summary.error?.code == .diskFull)
        #expect(events.count { if case .failed(let error) = $0 { error.code == .diskFull } else { false } } == 1)
        try expectGood(files, summary, atLeast: 2_500)
    }

    /// Driven as by a thread that looks at the recorder's deadline only after it took packets.
    @Test(arguments: [false, true])
    func aFullDiskIsToldAtOnce(isPaused: Bool) throws {
        let files = MemoryFiles()
        var script = TapScript(seed: 31)
        TestSender().sound(Array(try #require(Clip.beeps).prefix(500)), track: 1, into: &script)
        script.sort()
        var run = try RecorderRun(files: files)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(4))
        if isPaused { run.recorder.pause(reason: "card_data", at: run.now) }
        files.leaveRoom(0)
        run.play(script, until: .seconds(4) + .milliseconds(2_100))
        #expect(run.events.contains { if case .failed(let error) = $0 { error.code == .diskFull } else { false } })
        #expect(run.recorder.state == .partial)
    }

    @Test func aDiskThatIsFullFromTheStartIsAFailure() throws {
        let files = MemoryFiles()
        let (summary, events) = try record(files, at: .milliseconds(10)) { files.leaveRoom(5_000) }
        #expect(summary.state == .failed && summary.error?.code == .diskFull)
        #expect(!events.contains(.capturing))
        #expect(!summary.files.contains { $0.kind != .mix })
    }

    @Test func aFailingSynchronisationIsNotCountedOn() throws {
        let files = MemoryFiles()
        let (summary, events) = try record(files) { files.set { $0.synchronizationsLeft = 3 } }
        #expect(summary.state == .partial && summary.error?.code == .inputOutput)
        #expect(events.contains { if case .failed = $0 { true } else { false } })
        try expectGood(files, summary, atLeast: 2_500)
        // Whatever could not be finished is finished when the disk works again.
        files.set { $0.synchronizationsLeft = .max }
        let report = try RecordingRepair(folder: RecorderRun.folder, files: files).repair()
        #expect(report.index.files.contains { $0.file.kind == .camera })
        #expect(!files.paths.contains { $0.hasSuffix(".part") })
    }

    @Test(arguments: 0..<12)
    func aFailingWriteLeavesAWholeFile(writes: Int) throws {
        let files = MemoryFiles()
        let (summary, _) = try record(files) { files.set { $0.writesLeft = writes } }
        #expect(summary.state == .partial)
        files.set { $0.writesLeft = .max }
        let report = try RecordingRepair(folder: RecorderRun.folder, files: files).repair()
        let file = try #require(report.index.files.first { $0.file.kind == .camera }).file
        #expect(file.durationMs >= 2_500)
        let complaints = try Tool.complaints(about: try #require(files.bytes(RecorderRun.folder + "/" + file.name)), name: file.name)
        #expect(complaints == "")
        let verification = try RecordingVerification(folder: RecorderRun.folder, files: files)
        #expect(verification.isGood, "\(verification.problems)")
    }

    @Test func aFolderThatCannotBeMadeIsAnError() {
        #expect(throws: RecordingError.self) {
            try Recorder(
                folder: "/proc/nothing/here", description: RecorderRun.description, files: POSIXFiles(), at: MediaTime(nanoseconds: 0))
        }
    }
}
