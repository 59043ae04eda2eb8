import Media
import Testing

@testable import Recording

@Suite struct RecorderTests {
    @Test func pictureAndVoiceBecomeWebMThatFFmpegDecodesWithoutComplaint() throws {
        let clip = try #require(Clip.vp8)
        let beeps = try #require(Clip.beeps)
        let folder = try Folder()
        var script = TapScript(seed: 1)
        let sender = TestSender()
        sender.sound(Array(beeps.prefix(500)), track: 1, into: &script)
        sender.pictures(clip, 0..<300, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(11))
        let summary = run.finish()
        #expect(summary.state == .completed)
        #expect(run.events.contains(.capturing))
        #expect(run.events.contains(.keyFrameWanted(2)))
        #expect(summary.files.map(\.name) == ["ana-scar-camera.webm", "mix.ogg"])
        let path = folder.path + "/r/ana-scar-camera.webm"
        try expectClean(path)
        #expect(try Tool.streams(of: path) == ["opus", "vp8,320,180"])
        #expect(abs(try Tool.duration(of: path) - 10) < 0.1)
        let mix = folder.path + "/r/mix.ogg"
        try expectClean(mix)
        #expect(abs(try Tool.duration(of: mix) - 11) < 0.1)
        let verification = try RecordingVerification(folder: folder.path + "/r", files: POSIXFiles())
        #expect(verification.isGood, "\(verification.problems)")
        #expect(verification.checkedChunks > 10)
    }

    /// Nobody shows a picture: the participants are told all the same, as soon as anything is on disk.
    @Test(arguments: [0.0, 5.0])
    func aCallBySoundAloneIsCapturedAtOnce(from first: Double) throws {
        var script = TapScript(seed: 12)
        TestSender().sound(Array(try #require(Clip.beeps).prefix(200)), track: 1, from: first, into: &script)
        script.sort()
        let files = MemoryFiles()
        var run = try RecorderRun(files: files)
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(first) + .seconds(1))
        #expect(run.events.filter { $0 == .capturing }.count == 1)
        let survivor = files.copy(afterPowerFailure: true)
        let part = try ChunkReader(RecorderRun.folder + "/ana-scar-camera.part", files: survivor)
        #expect(try MatroskaScan(part).clusters == 1)
        run.play(script, until: .seconds(first) + .seconds(5))
        #expect(run.finish().files.map(\.name) == ["ana-scar-microphone.webm", "mix.ogg"])
    }

    /// A sender that makes its reports up to 100 ms late, as one on a busy machine does.
    @Test func hesitantReportsLeaveThePacketsWhereTheyAre() throws {
        let folder = try Folder()
        var script = TapScript(seed: 13)
        var sender = TestSender()
        sender.reportLateness = 0.1
        sender.sound(try #require(Clip.beeps), track: 1, into: &script)
        sender.pictures(try #require(Clip.vp8), 0..<900, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        microphoneAndCamera(run)
        run.play(script, until: .seconds(31))
        let path = folder.path + "/r/" + (try #require(run.finish().files.first).name)
        let times = try Tool.times(of: path, "a")
        for (time, next) in zip(times, times.dropFirst()) where time > 8 { #expect(abs(next - time - 0.02) < 0.0021, "at \(time)") }
        for (time, next) in zip(times, times.dropFirst()) { #expect(next - time > 0.013, "at \(time)") }
        try expectClean(path)
    }

    private func expectClean(_ path: String) throws {
        let complaints = try Tool.complaints(about: path)
        #expect(complaints == "")
    }

    private func microphoneAndCamera(_ run: RecorderRun, _ participant: RecordedParticipant = RecorderRun.ana, from track: TapTrack = 1) {
        run.recorder.addTrack(track, participant: participant, kind: .microphone, at: .init(nanoseconds: 0))
        run.recorder.addTrack(track + 1, participant: participant, kind: .camera, at: .init(nanoseconds: 0))
    }

    @Test func h264BecomesMatroskaWithItsParameterSets() throws {
        let clip = try #require(Clip.h264)
        let beeps = try #require(Clip.beeps)
        let folder = try Folder()
        var script = TapScript(seed: 2)
        TestSender().sound(Array(beeps.prefix(400)), track: 1, into: &script)
        TestSender().pictures(clip, 0..<240, codec: .h264, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        microphoneAndCamera(run)
        run.play(script, until: .seconds(9))
        let summary = run.finish()
        #expect(summary.files.map(\.name) == ["ana-scar-camera.mkv", "mix.ogg"])
        let path = folder.path + "/r/ana-scar-camera.mkv"
        try expectClean(path)
        #expect(try Tool.streams(of: path) == ["opus", "h264,320,180"])
        #expect(abs(try Tool.duration(of: path) - 8) < 0.1)
        #expect(try Tool.frames(of: path, "v") == 240)
    }

    @Test func soundAloneAndAPictureThatJoinsLate() throws {
        let clip = try #require(Clip.vp8)
        let beeps = try #require(Clip.beeps)
        let folder = try Folder()
        var script = TapScript(seed: 3)
        TestSender().sound(Array(beeps.prefix(600)), track: 1, into: &script)
        TestSender().pictures(clip, 0..<120, track: 2, from: 7, into: &script)
        TestSender().sound(Array(beeps.prefix(600)), track: 3, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        microphoneAndCamera(run)
        run.recorder.addTrack(3, participant: RecorderRun.ben, kind: .microphone, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(13))
        let summary = run.finish()
        #expect(summary.files.map(\.name) == ["ana-scar-camera.webm", "ben-microphone.webm", "mix.ogg"])
        for file in summary.files { try expectClean(folder.path + "/r/" + file.name) }
        let path = folder.path + "/r/ana-scar-camera.webm"
        #expect(try Tool.streams(of: path) == ["opus", "vp8,320,180"])
        #expect(try Tool.frames(of: path, "v") == 120)
        #expect(abs(try Tool.firstTime(of: path, "v") - 7) < 0.1)
        let gap = try #require(summary.gaps.first { $0.kind == .camera })
        #expect(gap.startMs == 0 && abs(gap.endMs - 7_040) < 100)
    }

    @Test func thePictureChangesItsSizeOnTheWay() throws {
        let small = try #require(Clip.vp8)
        let large = try #require(Clip.vp8Large)
        let folder = try Folder()
        let both = Clip(pictures: Array(small.pictures.prefix(90)) + Array(large.pictures.prefix(90)), framesPerSecond: 30)
        var script = TapScript(seed: 4)
        TestSender().pictures(both, 0..<180, track: 2, rotation: 1, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .screen, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(7))
        let summary = run.finish()
        let file = try #require(summary.files.first)
        #expect(file.name == "ana-scar-screen.webm" && file.width == 640 && file.height == 360)
        try expectClean(folder.path + "/r/" + file.name)
        #expect(try Tool.frames(of: folder.path + "/r/" + file.name, "v") == 180)
        let index = try RecordingIndex(folder: folder.path + "/r", files: POSIXFiles())
        #expect(index.files.first?.pictures.map(\.width) == [320, 640])
        #expect(index.files.first?.pictures.map(\.rotation) == [1, 1])
    }

    /// Every place where the relay's numbers can wrap is crossed by `TestSender`'s first packets.
    @Test(arguments: [UInt64(1), 2, 3])
    func lossReorderingAndDuplicatesLeaveACleanFile(seed: UInt64) throws {
        let clip = try #require(Clip.vp8)
        let beeps = try #require(Clip.beeps)
        let folder = try Folder()
        var script = TapScript(seed: seed)
        var sender = TestSender()
        sender.network = TestNetwork(jitter: .milliseconds(60), loss: 0.05, repairAfter: .milliseconds(120), duplicates: 0.05)
        sender.sound(beeps, track: 1, into: &script)
        sender.network.loss = 0.02
        sender.pictures(clip, 0..<900, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        microphoneAndCamera(run)
        run.play(script, until: .seconds(31))
        let summary = run.finish()
        #expect(summary.state == .completed)
        let path = folder.path + "/r/ana-scar-camera.webm"
        try expectClean(path)
        // Everything that was lost came again in time.
        #expect(try Tool.frames(of: path, "v") == 900)
        // What came before the packet that happened to come first is not part of it.
        #expect(try Tool.frames(of: path, "a") >= 1_497)
        #expect(abs(try Tool.duration(of: path) - 30) < 0.1)
    }

    @Test func lossWithoutRepairDropsUpToAKeyFrameAndAsksForOne() throws {
        let clip = try #require(Clip.vp8)
        let folder = try Folder()
        var script = TapScript(seed: 9)
        var sender = TestSender()
        sender.network = TestNetwork(loss: 0.02)
        sender.pictures(clip, 0..<900, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        run.recorder.addTrack(2, participant: RecorderRun.ana, kind: .camera, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(31))
        let summary = run.finish()
        let path = folder.path + "/r/" + (try #require(summary.files.first)).name
        try expectClean(path)
        let frames = try Tool.frames(of: path, "v")
        #expect(frames > 200 && frames < 900)
        #expect(run.events.filter { $0 == .keyFrameWanted(2) }.count > 1)
    }

    @Test func aReconnectWithAnotherCodingBeginsAnotherFile() throws {
        let clip = try #require(Clip.vp8)
        let other = try #require(Clip.h264)
        let beeps = try #require(Clip.beeps)
        let folder = try Folder()
        var script = TapScript(seed: 5)
        TestSender().sound(Array(beeps.prefix(250)), track: 1, into: &script)
        TestSender().pictures(clip, 0..<150, track: 2, into: &script)
        var second = TestSender()
        second.ntpOrigin = 1_000
        second.sound(Array(beeps[250..<500]), track: 1, ssrc: 11, from: 8, rtpStart: 77, into: &script)
        second.pictures(other, 0..<150, codec: .h264, track: 2, ssrc: 12, from: 8, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        microphoneAndCamera(run)
        run.play(script, until: .seconds(14))
        let summary = run.finish()
        #expect(summary.files.map(\.name) == ["ana-scar-2-camera.mkv", "ana-scar-camera.webm", "mix.ogg"])
        for file in summary.files { try expectClean(folder.path + "/r/" + file.name) }
        let gap = try #require(summary.gaps.first { $0.kind == .camera })
        #expect(abs(gap.startMs - 5_050) < 150 && abs(gap.endMs - 8_070) < 150, "\(gap)")
        #expect(try RecordingVerification(folder: folder.path + "/r", files: POSIXFiles()).isGood)
    }

    @Test func twoParticipantsOfOneNameGetFilesOfTheirOwn() throws {
        let beeps = try #require(Clip.beeps)
        let files = MemoryFiles()
        var script = TapScript(seed: 6)
        TestSender().sound(Array(beeps.prefix(100)), track: 1, into: &script)
        TestSender().sound(Array(beeps.prefix(100)), track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(files: files)
        for (track, id) in [(TapTrack(1), "a"), (2, "b")] {
            let participant = RecordedParticipant(id: id, label: "../../etc/passwd", role: "guest")
            run.recorder.addTrack(track, participant: participant, kind: .microphone, at: .init(nanoseconds: 0))
        }
        run.play(script, until: .seconds(3))
        #expect(run.finish().files.map(\.name) == ["etc-passwd-2-microphone.webm", "etc-passwd-microphone.webm", "mix.ogg"])
    }

    @Test func whileItIsPausedNothingIsKept() throws {
        let clip = try #require(Clip.vp8)
        let tone = try #require(Clip.tone)
        let folder = try Folder()
        var script = TapScript(seed: 7)
        TestSender().sound(Array(tone.prefix(750)), track: 1, into: &script)
        TestSender().pictures(clip, 0..<450, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(folder: folder.path + "/r", files: POSIXFiles())
        microphoneAndCamera(run)
        run.play(script, until: .seconds(5))
        run.recorder.pause(reason: "card_data", at: run.now)
        #expect(run.recorder.state == .paused)
        run.play(script, until: .seconds(9))
        run.recorder.resume(at: run.now)
        run.play(script, until: .seconds(15))
        let summary = run.finish()
        #expect(summary.state == .completed && summary.durationMs == 15_000)
        let path = folder.path + "/r/ana-scar-camera.webm"
        try expectClean(path)
        let times = try Tool.times(of: path, "a") + Tool.times(of: path, "v")
        #expect(!times.contains { $0 > 5 && $0 < 8.9 })
        #expect(times.contains { $0 > 14.5 })
        let levels = try Tool.levels(of: folder.path + "/r/mix.ogg")
        #expect(levels[Int(4 * 50)] > 0.1 && levels[Int(7 * 50)] < 0.001 && levels[Int(12 * 50)] > 0.1)
        let index = try RecordingIndex(folder: folder.path + "/r", files: POSIXFiles())
        #expect(index.pauses.map(\.startMs) == [5_000] && index.pauses.map(\.endMs) == [9_000] && index.pauses.first?.detail == "card_data")
        #expect(summary.talk.durationMs == 11_000)
    }

    @Test func tapOverflowMakesItPartial() throws {
        let beeps = try #require(Clip.beeps)
        var script = TapScript(seed: 8)
        TestSender().sound(Array(beeps.prefix(200)), track: 1, into: &script)
        script.sort()
        var run = try RecorderRun(files: MemoryFiles())
        run.recorder.addTrack(1, participant: RecorderRun.ana, kind: .microphone, at: .init(nanoseconds: 0))
        run.play(script, until: .seconds(2))
        run.recorder.noteOverflow(3, at: run.now)
        run.play(script, until: .seconds(5))
        let summary = run.finish()
        #expect(summary.state == .partial && summary.lostRecords == 3)
    }

    @Test func nothingCameIsAFailureNotAnEmptySuccess() throws {
        let files = MemoryFiles()
        var run = try RecorderRun(files: files)
        microphoneAndCamera(run)
        run.play(TapScript(seed: 0), until: .seconds(4))
        let summary = run.finish()
        #expect(summary.state == .failed && summary.files.isEmpty)
        #expect(!run.events.contains(.capturing))
    }

    @Test func clustersAreShortBeginWithAKeyFrameAndAreSynchronised() throws {
        let clip = try #require(Clip.vp8)
        let beeps = try #require(Clip.beeps)
        let files = MemoryFiles()
        var script = TapScript(seed: 10)
        TestSender().sound(Array(beeps.prefix(1_000)), track: 1, into: &script)
        TestSender().pictures(clip, 0..<600, track: 2, into: &script)
        script.sort()
        var run = try RecorderRun(files: files)
        microphoneAndCamera(run)
        // However often one looks: what is on the platter is never more than two seconds old.
        run.play(script, until: .seconds(20)) { recorder, time in
            guard time.milliseconds > 3_000 else { return }
            let durable = files.copy(afterPowerFailure: true)
            guard let reader = try? ChunkReader(RecorderRun.folder + "/ana-scar-camera.part", files: durable),
                let scan = try? MatroskaScan(reader)
            else {
                Issue.record("no file at \(time)")
                return
            }
            #expect(time.milliseconds - scan.durationMs <= 2_000)
        }
        _ = run.finish()
        let reader = try ChunkReader(RecorderRun.folder + "/ana-scar-camera.webm", files: files)
        var clusters: [ClusterContents] = []
        let scan = try MatroskaScan(reader) { cluster, _ in clusters.append(cluster) }
        #expect(scan.hasCues && clusters.count >= 10)
        for cluster in clusters {
            let times = cluster.blocks.map(\.time)
            #expect((times.max() ?? 0) - (times.min() ?? 0) <= 2_000)
            #expect(cluster.blocks.first { $0.track == MatroskaTrack.videoNumber }?.isKeyFrame ?? true)
        }
    }
}
