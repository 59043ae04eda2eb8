import Media
import Testing

@testable import Recording

/// A recording that was cut off in the middle, as `kill -9` or a power failure leaves it.
@Suite struct RepairTests {
    private static let camera = RecorderRun.folder + "/ana-scar-camera.part"
    private static let mix = RecorderRun.folder + "/mix.part"

    private static let plain = try? cutOff(key: nil, seconds: 8)
    private static let key = RecordingKey()
    private static let sealed = try? cutOff(key: key, seconds: 8)

    private func interrupted() throws -> MemoryFiles { try #require(Self.plain).copy() }

    private static func cutOff(key: RecordingKey?, seconds: Int) throws -> MemoryFiles {
        let clip = try #require(Clip.vp8)
        let beeps = try #require(Clip.beeps)
        var script = TapScript(seed: 20)
        TestSender().sound(Array(beeps.prefix(500)), track: 1, into: &script)
        TestSender().pictures(clip, 0..<300, track: 2, into: &script)
        script.sort()
        let files = MemoryFiles()
        var run = try RecorderRun(files: files, key: key)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(seconds))
        return files.copy()
    }

    private func expectPlayable(_ files: MemoryFiles, _ names: [String], key: RecordingKey? = nil) throws {
        let folder = try Folder()
        for name in names {
            let reader = try ChunkReader(RecorderRun.folder + "/" + name, files: files, key: key)
            let path = try folder.put(try reader.read(Int(reader.length), at: 0), name)
            let complaints = try Tool.complaints(about: path)
            #expect(complaints == "", "\(name)")
        }
    }

    @Test func whatACrashLeftIsFinished() throws {
        let files = try interrupted()
        let repair = RecordingRepair(folder: RecorderRun.folder, files: files)
        #expect(try repair.isNeeded())
        let report = try repair.repair()
        #expect(report.repaired.map(\.name) == ["ana-scar-camera.webm", "mix.ogg"])
        #expect(report.index.state == .partial)
        for file in report.repaired { #expect(file.durationMs >= 6_000 && file.durationMs <= 8_000, "\(file)") }
        try expectPlayable(files, report.repaired.map(\.name))
        let verification = try RecordingVerification(folder: RecorderRun.folder, files: files)
        #expect(verification.isGood, "\(verification.problems)")
        let again = try repair.repair()
        #expect(again.repaired.isEmpty && again.index == report.index)
        #expect(try !repair.isNeeded())
    }

    /// Cuts at the beginning, in the middle and at the end of every element there is: heads, lengths, contents; and at seeded places.
    @Test(arguments: [false, true])
    func whereverAFileIsCutAtMostItsLastClusterIsLost(isSealed: Bool) throws {
        let key = isSealed ? Self.key : nil
        let original = try #require(isSealed ? Self.sealed : Self.plain).copy()
        let suffix = isSealed ? ".sealed" : ""
        let bytes = try #require(original.bytes(Self.camera + suffix))
        // Where clusters end on disk, and how long the media is up to there.
        var ends: [(end: Int, durationMs: Int64)] = []
        let reader = try ChunkReader(Self.camera + suffix, files: original, key: key)
        var timing = BlockTiming()
        var plain = Int64(MatroskaHeader.bytes)
        var duration: Int64 = 0
        _ = try MatroskaScan(reader) { cluster, content in
            plain += Int64(content.count)
            for block in cluster.blocks { duration = max(duration, timing.end(of: block, in: content)) }
            ends.append((Int(reader.boundary(at: plain).onDisk), duration))
        }
        #expect(ends.count >= 4)
        var random = SeededGenerator(seed: 21)
        var cuts = Set((0..<16).map { _ in Int.random(in: 0...bytes.count, using: &random) })
        for end in ends { cuts.formUnion([end.end - 1, end.end, end.end + 1, end.end + 6, end.end + 15, end.end + 40]) }
        cuts.formUnion([0, 1, 31, 32, 33, 63, 64, 65, 4_095, 4_096, 4_097])
        for cut in cuts.sorted() where cut <= bytes.count {
            let files = original.copy()
            files.put(Array(bytes[..<cut]), at: Self.camera + suffix)
            let expected = ends.last { $0.end <= cut }
            guard expected != nil else {
                // Media was written into it, and is not there: whoever can find it again finds the file, too.
                #expect(throws: RecordingError.self) { try RecordingRepair(folder: RecorderRun.folder, files: files, key: key).repair() }
                #expect(files.bytes(Self.camera + suffix)?.count == cut)
                continue
            }
            let report = try RecordingRepair(folder: RecorderRun.folder, files: files, key: key).repair()
            let file = report.repaired.first { $0.kind != .mix }
            #expect(file?.durationMs == expected?.durationMs, "cut at \(cut)")
            guard let file else { continue }
            let result = try ChunkReader(RecorderRun.folder + "/" + file.name, files: files, key: key)
            let scan = try MatroskaScan(result)
            #expect(scan.hasCues && scan.header?.durationMs == expected?.durationMs, "cut at \(cut)")
            #expect(try RecordingVerification(folder: RecorderRun.folder, files: files, key: key).isGood, "cut at \(cut)")
        }
    }

    @Test func aFewOfTheCutFilesPlay() throws {
        let original = try interrupted()
        let bytes = try #require(original.bytes(Self.camera))
        let sound = try #require(original.bytes(Self.mix))
        for part in [0.5, 0.75, 0.99] {
            let files = original.copy()
            files.put(Array(bytes[..<Int(Double(bytes.count) * part)]), at: Self.camera)
            files.put(Array(sound[..<Int(Double(sound.count) * part)]), at: Self.mix)
            let report = try RecordingRepair(folder: RecorderRun.folder, files: files).repair()
            #expect(report.repaired.count == 2)
            try expectPlayable(files, report.repaired.map(\.name))
        }
    }

    /// Bytes that changed anywhere: a repair ends, traps on nothing, and what it leaves is good as far as it goes.
    @Test func damagedFilesAreCutNotFatal() throws {
        let original = try interrupted()
        let bytes = try #require(original.bytes(Self.camera))
        let sound = try #require(original.bytes(Self.mix))
        var random = SeededGenerator(seed: 22)
        for _ in 0..<40 {
            var damaged = bytes
            var damagedSound = sound
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                damagedSound[Int.random(in: 0..<damagedSound.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            let files = original.copy()
            files.put(damaged, at: Self.camera)
            files.put(damagedSound, at: Self.mix)
            let report = try RecordingRepair(folder: RecorderRun.folder, files: files).repair()
            for file in report.repaired where file.kind != .mix {
                let scan = try MatroskaScan(try ChunkReader(RecorderRun.folder + "/" + file.name, files: files))
                #expect(scan.clusters > 0 && scan.hasCues)
            }
        }
    }

    /// One cluster in the middle cannot be read, and those behind it can: only that one is lost.
    @Test(arguments: [false, true], [0, 1, 4])
    func aBadClusterDoesNotCostThoseBehindIt(isSealed: Bool, place: Int) throws {
        let key = isSealed ? Self.key : nil
        let files = try #require(isSealed ? Self.sealed : Self.plain).copy()
        let path = Self.camera + (isSealed ? ".sealed" : "")
        var bytes = try #require(files.bytes(path))
        let lines = try SidecarReader(folder: RecorderRun.folder, files: files, key: key).lines
        let pieces = NotedChunks(lines).pieces(of: String(path.dropFirst(RecorderRun.folder.count + 1))).filter { $0.number > 0 }
        #expect(pieces.count >= 4)
        // Two in a row; at its head, behind it, in the middle.
        for bad in pieces[1...2] { bytes[Int(bad.offset) + (place < 4 ? place : bad.bytes / 2)] ^= 0x5a }
        if place == 4 { for bad in pieces[1...2] { bytes[Int(bad.offset) + (isSealed ? 50 : 14)] ^= 0xff } }
        files.put(bytes, at: path)
        let before = try #require(files.bytes(path)).count
        let report = try RecordingRepair(folder: RecorderRun.folder, files: files, key: key).repair()
        let file = try #require(report.repaired.first { $0.kind == .camera })
        #expect(file.durationMs >= 6_000 && report.lostBytes < 4_096, "\(file) \(report.lostBytes) of \(before)")
        let scan = try MatroskaScan(try ChunkReader(RecorderRun.folder + "/" + file.name, files: files, key: key))
        #expect(scan.clusters == pieces.count - 2 && scan.hasCues)
        #expect(try RecordingVerification(folder: RecorderRun.folder, files: files, key: key).isGood)
        #expect(report.index.gaps.contains { $0.reason == .damaged && $0.participant == "p1" && $0.endMs - $0.startMs > 500 })
        let again = RecordingRepair(folder: RecorderRun.folder, files: files, key: key)
        #expect(try !again.isNeeded())
        if !isSealed { try expectPlayable(files, [file.name]) }
    }

    /// A page of the mix in the middle: there is no emptiness in Ogg, so the file stays as it is, and the voices are in the other files.
    @Test func aBadPageOfTheMixIsNotCutOff() throws {
        let files = try interrupted()
        var bytes = try #require(files.bytes(Self.mix))
        bytes[bytes.count / 2] ^= 1
        files.put(bytes, at: Self.mix)
        let repair = RecordingRepair(folder: RecorderRun.folder, files: files)
        let report = try repair.repair()
        #expect(report.damaged == ["mix.part"] && files.bytes(Self.mix) == bytes)
        #expect(report.index.state == .partial && report.repaired.map(\.kind) == [.camera])
        #expect(try !repair.isNeeded())
    }

    /// The disk refuses to read, at any moment of the repair: nothing is cut, nothing is removed, and the next one does it all.
    @Test(arguments: [false, true])
    func whatTheDiskRefusesIsNoDamage(isSealed: Bool) throws {
        let key = isSealed ? Self.key : nil
        let original = try #require(isSealed ? Self.sealed : Self.plain)
        let whole = original.copy()
        let expected = try RecordingRepair(folder: RecorderRun.folder, files: whole, key: key).repair()
        var reads = 0
        while true {
            let files = original.copy()
            files.set { $0.readsLeft = reads }
            do {
                _ = try RecordingRepair(folder: RecorderRun.folder, files: files, key: key).repair()
                break
            } catch { #expect(error.code == .inputOutput) }
            files.set { $0.readsLeft = .max }
            let report = try RecordingRepair(folder: RecorderRun.folder, files: files, key: key).repair()
            #expect(report.index.files.map(\.file.durationMs) == expected.index.files.map(\.file.durationMs), "after \(reads) reads")
            #expect(report.damaged.isEmpty && report.removed.isEmpty)
            reads += 1
        }
        #expect(reads > 10)
    }

    @Test func aDestroyedHeaderIsMadeAgainFromTheSidecar() throws {
        let files = try interrupted()
        var bytes = try #require(files.bytes(Self.camera))
        for index in 0..<MatroskaHeader.bytes { bytes[index] = 0 }
        files.put(bytes, at: Self.camera)
        let report = try RecordingRepair(folder: RecorderRun.folder, files: files).repair()
        #expect(report.repaired.first?.codecs == [.opus, .vp8])
        try expectPlayable(files, ["ana-scar-camera.webm"])
    }

    @Test func aTornLineEndsTheSidecar() throws {
        let files = try interrupted()
        let path = RecorderRun.folder + "/index.jsonl"
        let bytes = try #require(files.bytes(path))
        files.put(bytes + Array(#"{"t":"note","at":77"#.utf8), at: path)
        let report = try RecordingRepair(folder: RecorderRun.folder, files: files).repair()
        #expect(report.index.state == .partial)
        let text = String(decoding: try #require(files.bytes(path)), as: UTF8.self)
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    }

    /// `kill -9` keeps what was written, a power failure what was synchronised: both at seeded moments.
    @Test func atAnyMomentAtMostTwoSecondsAreLost() throws {
        var random = SeededGenerator(seed: 23)
        for _ in 0..<4 {
            let seconds = Int.random(in: 3...9, using: &random)
            let files = try Self.cutOff(key: nil, seconds: seconds)
            for survivor in [files.copy(), files.copy(afterPowerFailure: true)] {
                let report = try RecordingRepair(folder: RecorderRun.folder, files: survivor).repair()
                for file in report.repaired { #expect(Int64(seconds) * 1_000 - file.startMs - file.durationMs <= 2_000, "\(file)") }
                #expect(report.repaired.count == 2)
            }
        }
    }
}
