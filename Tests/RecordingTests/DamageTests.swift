import Media
import Testing

@testable import Recording

/// Whatever is left on a disk, a repair ends with a result or with an error. A trap would come again at every start of the service.
@Suite struct DamageTests {
    private static let folder = RecorderRun.folder
    private static let sidecar = folder + "/index.jsonl"
    private static let camera = folder + "/ana-scar-camera.part"
    private static let key = RecordingKey()

    private func cutOff(key: RecordingKey? = nil) throws -> MemoryFiles {
        var script = TapScript(seed: 24)
        TestSender().sound(Array(try #require(Clip.beeps).prefix(300)), track: 1, into: &script)
        TestSender().pictures(try #require(Clip.vp8), 0..<150, track: 2, into: &script)
        script.sort()
        let files = MemoryFiles()
        var run = try RecorderRun(files: files, key: key)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: .init(nanoseconds: 0))
        run.play(script, until: .milliseconds(3_300))
        run.recorder.pause(reason: "card_data", at: run.now)
        run.play(script, until: .seconds(4))
        return files.copy()
    }

    /// Everything that looks at a recording's folder.
    private func lookAtAll(_ files: MemoryFiles, key: RecordingKey? = nil) throws -> RecordingRepair.Report {
        _ = try? RecordingIndex(folder: Self.folder, files: files, key: key)
        let report = try RecordingRepair(folder: Self.folder, files: files, key: key).repair()
        _ = try RecordingVerification(folder: Self.folder, files: files, key: key)
        return report
    }

    /// As the first seconds of a recording look when the process is killed: at every moment of them.
    @Test(arguments: [false, true])
    func killedAtAnyMomentOfTheBeginning(isSealed: Bool) throws {
        let key = isSealed ? Self.key : nil
        var script = TapScript(seed: 25)
        TestSender().sound(Array(try #require(Clip.beeps).prefix(300)), track: 1, into: &script)
        TestSender().pictures(try #require(Clip.vp8), 0..<150, track: 2, from: 0.9, into: &script)
        script.sort()
        let files = MemoryFiles()
        var run = try RecorderRun(files: files, key: key)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: .init(nanoseconds: 0))
        for tenths in 0..<45 {
            run.play(script, until: .milliseconds(tenths * 100))
            for survivor in [files.copy(), files.copy(afterPowerFailure: true)] {
                guard let report = try? RecordingRepair(folder: Self.folder, files: survivor, key: key).repair() else {
                    // Nothing but names was durable yet.
                    #expect(!run.recorder.isCapturing)
                    continue
                }
                #expect(!survivor.paths.contains { $0.contains(".part") })
                if run.recorder.isCapturing { #expect(report.index.state == .partial, "after \(tenths) tenths") }
            }
        }
    }

    /// Each number of the sidecar, one after the other, is replaced by what nobody ever wrote.
    @Test(arguments: [Int64.min, -1, 1 << 53, .max])
    func numbersThatWereNeverWritten(wrong: Int64) throws {
        let original = try cutOff()
        let bytes = try #require(original.bytes(Self.sidecar))
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        for (index, line) in lines.enumerated() {
            for match in line.matches(of: #/":(-?\d+)/#) {
                var changed = lines
                changed[index] = line[..<match.1.startIndex] + String(wrong) + line[match.1.endIndex...]
                let files = original.copy()
                files.put(Array((changed.joined(separator: "\n") + "\n").utf8), at: Self.sidecar)
                _ = try? lookAtAll(files)
            }
        }
    }

    /// A block before its cluster's time 0, which only damage makes.
    @Test func timesBeforeTheBeginning() throws {
        let files = try cutOff()
        var bytes = try #require(files.bytes(Self.camera))
        bytes.replaceSubrange(MatroskaHeader.bytes..., with: Self.cluster(relativeTime: -300))
        files.put(bytes, at: Self.camera)
        #expect(try lookAtAll(files).repaired.contains { $0.kind == .camera })
    }

    private static func cluster(relativeTime: Int16) -> [UInt8] {
        var writer = EBMLWriter()
        writer.master(.cluster) { cluster in
            cluster.unsigned(.timestamp, 0)
            cluster.simpleBlock(track: MatroskaTrack.videoNumber, relativeTime: relativeTime, isKeyFrame: true, frame: [0x10, 0, 0])
        }
        return writer.bytes
    }

    /// A page on which no packet ends has the position −1; one of damage may have any.
    @Test(arguments: [Int64.min, -1, .max])
    func positionsOfAPage(position: Int64) throws {
        let files = try cutOff()
        let path = Self.folder + "/mix.part"
        var bytes = try #require(files.bytes(path))
        let count = try OggScan(try ChunkReader(path, files: files)).pages
        bytes += OggPage([[0xf8, 0xff, 0xfe]], granulePosition: position, serial: 1, number: UInt32(count)).encoded
        files.put(bytes, at: path)
        _ = try? lookAtAll(files)
        // Nothing was noted down that a reader would not believe: the next repair would begin again.
        #expect(try !RecordingRepair(folder: Self.folder, files: files).isNeeded())
    }

    /// More than a header ever says, in the file and in the sidecar.
    @Test func aCodecConfigurationWithoutRoom() throws {
        let files = try cutOff()
        let sidecar = try #require(files.bytes(Self.sidecar))
        let digits = HexDigits.encode([UInt8](repeating: 7, count: 5_000))
        let text = String(decoding: sidecar, as: UTF8.self).replacing(#""configuration":"""#, with: #""configuration":"\#(digits)""#)
        files.put(Array(text.utf8), at: Self.sidecar)
        var bytes = try #require(files.bytes(Self.camera))
        for index in 0..<MatroskaHeader.bytes { bytes[index] = 0 }
        files.put(bytes, at: Self.camera)
        #expect(throws: RecordingError.self) { try lookAtAll(files) }
        // What nobody could make sense of is still there.
        #expect(files.bytes(Self.camera) == bytes)
    }

    @Test func aSealedFileWithoutItsHeadIsKept() throws {
        let files = try cutOff(key: Self.key)
        var bytes = try #require(files.bytes(Self.camera + ".sealed"))
        bytes[0] ^= 1
        files.put(bytes, at: Self.camera + ".sealed")
        #expect(throws: RecordingError.self) { try lookAtAll(files, key: Self.key) }
        #expect(files.bytes(Self.camera + ".sealed") == bytes)
    }

    /// Any bytes at all where a header, clusters and pages should be.
    @Test func bytesOfNoMeaning() throws {
        let original = try cutOff()
        var random = SeededGenerator(seed: 26)
        let camera = try #require(original.bytes(Self.camera))
        for round in 0..<60 {
            var bytes = camera
            // Heads and lengths are where it hurts.
            let reach = round < 40 ? 400 : 4_200
            for _ in 0..<12 { bytes[Int.random(in: 0..<reach, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            let files = original.copy()
            files.put(bytes, at: Self.camera)
            _ = try? lookAtAll(files)
        }
    }
}
