import Media
import Testing

@testable import Recording

/// The first second, in which the clocks find each other: no two frames come closer to each other than they were made.
@Suite struct FirstSecondTests {
    private static let fps = 15

    /// A sender whose packets take `delay` and whose first report, which comes after a while, says so.
    private func record(_ files: MemoryFiles, delay: Duration, report: Double, startsEarly: Bool) throws -> RecordedFile {
        let network = TestNetwork(delay: delay)
        var script = TapScript(seed: 91)
        var sender = TestSender()
        sender.network = network
        sender.reportEvery = nil
        let picture = try #require(Clip.vp8).pictures[0]
        let clip = Clip(pictures: Array(repeating: picture, count: 60), framesPerSecond: Self.fps)
        let started = { (track: TapTrack, ssrc: UInt8, codec: TapCodec) in
            TapScript.Entry(
                arrival: .init(nanoseconds: 0), kind: .started, track: track, codec: codec, rotation: 0, bytes: [0, 0, 0, ssrc])
        }
        script.add(started(1, 1, .opus))
        script.add(started(2, 2, .vp8))
        // The last report, handed over with the feed, is older than the first packet.
        let times = startsEarly ? [-0.5, report, report + 1] : [report, report + 1]
        for time in times {
            for (track, ssrc, codec, rate, start) in [
                (TapTrack(1), UInt32(1), TapCodec.opus, 48_000.0, UInt32(0xffff_ff00)), (2, 2, .vp8, 90_000.0, 0xffff_0000),
            ] {
                let rtp = start &+ UInt32(truncatingIfNeeded: Int64(time * rate))
                let arrival = time < 0 ? MediaTime(nanoseconds: 0) : MediaTime(nanoseconds: Int64(time * 1e9)) + .milliseconds(5)
                // Handed over later than it came: what it says of the delay is the worst there is.
                let bytes = [
                    ssrc, UInt32(3_900_000_000 + Int(time.rounded(.down))), UInt32((time - time.rounded(.down)) * 4_294_967_295), rtp,
                ]
                .flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
                script.add(.init(arrival: arrival, kind: .senderReport, track: track, codec: codec, rotation: 0, bytes: bytes))
            }
        }
        sender.sound(Array(try #require(Clip.beeps).prefix(190)), track: 1, into: &script)
        sender.pictures(clip, 0..<55, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(files: files)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: run.now)
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: run.now)
        run.play(script, until: .seconds(5))
        return try #require(run.finish().files.first { $0.kind == .camera })
    }

    @Test(arguments: [40, 160, 400], [false, true])
    func framesKeepTheirDistance(delay: Int, startsEarly: Bool) throws {
        let files = MemoryFiles()
        let file = try record(files, delay: .milliseconds(delay), report: 0.35, startsEarly: startsEarly)
        var times: [UInt8: [Int64]] = [:]
        _ = try MatroskaScan(try ChunkReader(RecorderRun.folder + "/" + file.name, files: files)) { cluster, _ in
            for block in cluster.blocks { times[block.track, default: []].append(block.time) }
        }
        let pictures = try #require(times[MatroskaTrack.videoNumber])
        #expect(pictures.count >= 50)
        for (time, next) in zip(pictures, pictures.dropFirst()) { #expect(next - time >= 60, "picture at \(time)") }
        let sound = try #require(times[MatroskaTrack.audioNumber])
        #expect(Set(sound).count == sound.count)
        for (time, next) in zip(sound, sound.dropFirst()) where time > 1_000 { #expect(next - time >= 19, "sound at \(time)") }
        let complaints = try Tool.complaints(about: try #require(files.bytes(RecorderRun.folder + "/" + file.name)), name: file.name)
        #expect(complaints == "")
    }
}
