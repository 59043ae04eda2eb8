import Media
import Testing

@testable import Recording

/// The process is killed, or the power fails, while a recording closes or while a repair is at work: at every call that changes the disk.
@Suite struct ClosingTests {
    private static let folder = RecorderRun.folder
    private static let key = RecordingKey()

    private func run(_ files: MemoryFiles, key: RecordingKey?) throws -> RecorderRun {
        var script = TapScript(seed: 27)
        let beeps = try #require(Clip.beeps)
        TestSender().sound(Array(beeps.prefix(190)), track: 1, into: &script)
        TestSender().pictures(try #require(Clip.vp8), 0..<110, track: 2, into: &script)
        TestSender().sound(Array(beeps.prefix(190)), track: 3, into: &script)
        script.sort()
        var run = try RecorderRun(files: files, key: key)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: run.now)
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: run.now)
        run.recorder.addTrack(3, participant: RecorderRun.ben, kind: .microphone, at: run.now)
        run.play(script, until: .seconds(4))
        return run
    }

    private func repaired(_ files: MemoryFiles, _ key: RecordingKey?) throws -> RecordingIndex {
        let repair = RecordingRepair(folder: Self.folder, files: files, key: key)
        let index = try repair.repair().index
        #expect(try !repair.isNeeded())
        let kinds = Dictionary(index.files.map { ($0.file.kind, $0.file.durationMs) }) { $1 }
        #expect(Set(kinds.keys) == [.camera, .microphone, .mix] && index.files.count == 3)
        #expect(kinds.values.allSatisfy { $0 >= 2_400 }, "\(kinds)")
        #expect(index.state == .completed || index.state == .partial)
        #expect(!files.paths.contains { $0.contains(".part") })
        let verification = try RecordingVerification(folder: Self.folder, files: files, key: key)
        #expect(verification.isGood, "\(verification.problems)")
        return index
    }

    @Test(arguments: [false, true])
    func killedAtAnyMomentOfTheEnd(isSealed: Bool) throws {
        let key = isSealed ? Self.key : nil
        let files = MemoryFiles()
        var run = try run(files, key: key)
        files.rememberPast()
        #expect(run.finish().state == .completed)
        let past = files.past
        #expect(past.count > 50)
        for moment in past { _ = try repaired(moment, key) }
    }

    @Test(arguments: [false, true])
    func killedAtAnyMomentOfARepair(isSealed: Bool) throws {
        let key = isSealed ? Self.key : nil
        let files = MemoryFiles()
        let run = try run(files, key: key)
        #expect(run.recorder.isCapturing)
        files.rememberPast()
        let index = try repaired(files, key)
        for moment in files.past {
            let again = try repaired(moment, key)
            #expect(again.files.map(\.file.name) == index.files.map(\.file.name) && again.durationMs == index.durationMs)
        }
    }

    /// As an earlier version left it: the files had their names before any line said so.
    @Test(arguments: [false, true])
    func filesThatNoLineClosedAreFound(isEnded: Bool) throws {
        let files = MemoryFiles()
        var run = try run(files, key: nil)
        _ = run.finish()
        let path = Self.folder + "/index.jsonl"
        let lines = String(decoding: try #require(files.bytes(path)), as: UTF8.self).split(separator: "\n")
            .filter { !$0.contains(#""t":"closed""#) && !$0.contains(#""t":"end""#) }
        // What a repair said that did not look for them.
        let end = isEnded ? #"{"at":4000,"error":"interrupted","state":"failed","t":"end"}"# + "\n" : ""
        files.put(Array((lines.joined(separator: "\n") + "\n" + end).utf8), at: path)
        #expect(try repaired(files, nil).state == .partial)
    }
}
