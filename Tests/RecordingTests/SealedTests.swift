import Media
import Testing

@testable import Recording

/// Encryption at rest.
@Suite struct SealedTests {
    private func recording(_ files: MemoryFiles, key: RecordingKey) throws -> RecordingSummary {
        let clip = try #require(Clip.vp8)
        let beeps = try #require(Clip.beeps)
        var script = TapScript(seed: 40)
        TestSender().sound(Array(beeps.prefix(300)), track: 1, into: &script)
        TestSender().pictures(clip, 0..<180, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(files: files, key: key)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(7))
        return run.finish()
    }

    @Test func nothingLiesInTheClearAndTheKeyOpensIt() throws {
        let files = MemoryFiles()
        let key = RecordingKey()
        let summary = try recording(files, key: key)
        #expect(summary.state == .completed)
        #expect(summary.files.map(\.name) == ["ana-scar-camera.webm.sealed", "mix.ogg.sealed"])
        for path in files.paths {
            let bytes = try #require(files.bytes(path))
            #expect(path.hasSuffix(".sealed") && bytes.starts(with: SealedChunk.magic))
            for word in ["matroska", "webm", "OpusHead", "startedAt", "Óscar"] { #expect(!bytes.contains(Array(word.utf8))) }
        }
        let names = try RecordingExport.export(folder: RecorderRun.folder, to: "/export", files: files, key: RecordingKey(bytes: key.bytes))
        #expect(names == ["ana-scar-camera.webm", "index.jsonl", "mix.ogg"])
        for name in names where name != "index.jsonl" {
            let complaints = try Tool.complaints(about: try #require(files.bytes("/export/" + name)), name: name)
            #expect(complaints == "")
        }
        #expect(try RecordingVerification(folder: RecorderRun.folder, files: files, key: key).isGood)
        #expect(try RecordingIndex(folder: RecorderRun.folder, files: files, key: key).state == .completed)
    }

    @Test func anyPlaceCanBeReadByItself() throws {
        let files = MemoryFiles()
        let key = RecordingKey()
        _ = try recording(files, key: key)
        let reader = try ChunkReader(RecorderRun.folder + "/ana-scar-camera.webm.sealed", files: files, key: key)
        let whole = try reader.read(Int(reader.length), at: 0)
        #expect(whole.count == Int(reader.length) && reader.isFinished)
        var random = SeededGenerator(seed: 41)
        for _ in 0..<200 {
            let start = Int.random(in: 0...whole.count + 10, using: &random)
            let count = Int.random(in: 0...20_000, using: &random)
            let expected = start >= whole.count ? [] : Array(whole[start..<min(whole.count, start + count)])
            #expect(try reader.read(count, at: Int64(start)) == expected)
        }
    }

    @Test func anotherKeyNoKeyAndChangedBytesOpenNothing() throws {
        let files = MemoryFiles()
        let key = RecordingKey()
        _ = try recording(files, key: key)
        let path = RecorderRun.folder + "/mix.ogg.sealed"
        #expect(throws: RecordingError.self) { try ChunkReader(path, files: files) }
        #expect(throws: RecordingError.self) {
            let reader = try ChunkReader(path, files: files, key: RecordingKey())
            _ = try reader.read(10, at: 0)
        }
        var bytes = try #require(files.bytes(path))
        bytes[bytes.count / 2] ^= 1
        files.put(bytes, at: path)
        let verification = try RecordingVerification(folder: RecorderRun.folder, files: files, key: key)
        #expect(verification.problems.contains { $0.kind == .changed && $0.file == "mix.ogg.sealed" })
    }

    @Test func chunksCannotChangePlacesAndACutShows() throws {
        let files = MemoryFiles()
        let key = RecordingKey()
        let writer = try ChunkWriter(creating: "/a", files: files, key: key)
        for text in ["first", "other", "third"] { try writer.append(Array(text.utf8)) }
        try writer.finish()
        let bytes = try #require(files.bytes("/a"))
        let size = SealedChunk.overhead + 5
        let start = SealedChunk.fileHeadBytes
        let swapped = Array(
            bytes[..<start] + bytes[start + size..<start + 2 * size] + bytes[start..<start + size] + bytes[(start + 2 * size)...])
        files.put(swapped, at: "/b")
        #expect(try ChunkReader("/b", files: files, key: key).length == 0)
        files.put(Array(bytes[..<(start + 2 * size)]), at: "/c")
        let cut = try ChunkReader("/c", files: files, key: key)
        #expect(cut.length == 10 && !cut.isFinished)
        #expect(try ChunkReader("/a", files: files, key: key).isFinished)
    }
}

extension [UInt8] {
    func contains(_ part: [UInt8]) -> Bool {
        guard count >= part.count else { return false }
        return (0...(count - part.count)).contains { self[$0] == part[0] && self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
