import Fuzzing
import Media
import Recording

/// What the tap hands over, in a row of orders: a byte that says what, with the track in its highest bits. In the end, and at a crash that
/// the input chooses, everything on the disk must be as the recorder says.
final class RecorderTarget: FuzzTarget {
    let name = "recorder"
    let maximumLength = 2_000
    let maximumRow = 4
    let dictionary: [[UInt8]] = [
        [0x10, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a], [0x67, 0x42, 0xc0, 0x1f], [0x68, 0xce, 0x3c, 0x80], [0x65, 0x88], [0x7c, 0x85],
        [0x78, 0, 4], [0xf8, 0xff],
        [0xfc], [0x9f], [0xff, 0xff],
    ]

    func run(_ input: [UInt8]) {
        let disk = FuzzDisk()
        guard
            let recorder = try? Recorder(
                folder: FuzzDisk.folder, description: SampleRecording.description, files: disk, at: MediaTime(nanoseconds: 0))
        else { preconditionFailure("no recorder") }
        let session = RecorderSession(recorder, disk)
        var script = FuzzScript(input)
        while !script.isAtEnd { session.follow(script.byte(), &script) }
        session.finish()
    }

    func seeds() -> [String: [UInt8]] {
        func packet(_ track: UInt8, _ step: UInt8, _ payload: [UInt8]) -> [UInt8] { [track << 6, 1, step] + FuzzScript.short(payload) }
        func pause(_ time: UInt8) -> [UInt8] { [4, time] }
        let keyFrame: [UInt8] = [0x10, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00, 1, 2, 3]
        let voice = (0..<40).flatMap { packet(0, 0x10, [0xf8, 0xff, UInt8($0)]) + pause(2) }
        let video = packet(1, 0x91, keyFrame) + (0..<10).flatMap { _ in packet(1, 0x91, [0x10, 0x11, 2, 0, 9]) + pause(4) }
        let h264: [UInt8] =
            packet(2, 0x12, [0x67, 0x42, 0xc0, 0x1f, 0xda]) + packet(2, 0x02, [0x68, 0xce, 0x3c, 0x80])
            + packet(2, 0x82, [0x65, 0x88, 0x84])
        return [
            "voice.bin": voice, "video.bin": video + pause(255) + video, "both.bin": voice + video + voice + video,
            "h264.bin": h264 + pause(10) + h264,
            "orders.bin": voice + [5, 1] + voice + [6] + video + [7, 3] + [9, 0] + video + [0x48, 0] + video + [3] + voice,
            "reports.bin": [1] + FuzzScript.short([0, 0, 0, 1, 0xe8, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0x10, 0]) + voice
                + [0x41] + FuzzScript.short([0, 0, 0, 1, 0xe8, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0x10, 0]) + video + [2, 0x42] + voice,
        ]
    }
}

/// A recorder under orders.
private final class RecorderSession {
    private let recorder: Recorder
    private let disk: FuzzDisk
    private var now = MediaTime(nanoseconds: 0)
    private var sequences: [UInt16] = [65_530, 0, 30_000, 9]
    private var stamps: [UInt32] = [0xffff_f000, 0, 5, 0x7fff_ffff]
    private let people = [SampleRecording.person, RecordedParticipant(id: "q", label: "ana", role: "agent")]

    init(_ recorder: Recorder, _ disk: FuzzDisk) {
        self.recorder = recorder
        self.disk = disk
        for track in UInt32(0)..<4 { add(track) }
    }

    func follow(_ order: UInt8, _ script: inout FuzzScript) {
        let track = UInt32(order >> 6)
        switch order & 15 {
        case 0: sendPacket(track, &script)
        case 1: hand(.senderReport, track, codec(track, 0), script.short())
        case 2: hand(.started, track, codec(track, 0), [0, 0, 0, 1])
        case 3: hand(.stopped, track, codec(track, 0), [])
        case 4: run(for: .milliseconds(Int64(script.byte()) * 10))
        case 5: recorder.pause(reason: "card", at: now)
        case 6: recorder.resume(at: now)
        case 7: recorder.note(.holdStarted, participant: "p", detail: "x", at: now)
        case 8: recorder.removeTrack(track, at: now)
        case 9: add(track)
        case 10: hand(.rtp, track, codec(track, script.byte()), script.short())
        case 11: FolderJudge.run(disk.copy)
        default: run(for: .milliseconds(20))
        }
        _ = recorder.takeEvents()
    }

    private func add(_ track: UInt32) {
        let kind: FeedKind = track == 0 ? .microphone : track == 2 ? .screen : .camera
        recorder.addTrack(track, participant: people[track == 3 ? 1 : 0], kind: kind, at: now)
    }

    private func codec(_ track: UInt32, _ choice: UInt8) -> TapCodec {
        choice == 0 ? (track == 0 ? .opus : track == 2 ? .h264 : .vp8) : [.opus, .vp8, .h264][Int(choice) % 3]
    }

    /// A byte of steps in the sequence, a byte of the marker and of steps in time, then the payload.
    private func sendPacket(_ track: UInt32, _ script: inout FuzzScript) {
        let (step, style, index) = (script.byte(), script.byte(), Int(track))
        sequences[index] &+= UInt16(bitPattern: Int16(Int8(bitPattern: step)))
        stamps[index] &+= UInt32(style >> 4 & 7) * (track == 0 ? 960 : 3_000)
        if style & 0x0f == 0x0f { stamps[index] &+= 0x1000_0000 }
        let type: UInt8 = track == 0 ? 111 : 96
        let packet = SampleRecording.rtp(
            script.short(), type: style & 0x80 == 0 ? type : type | 0x80, sequence: sequences[index], timestamp: stamps[index])
        hand(.rtp, track, codec(track, 0), packet)
    }

    private func hand(_ kind: TapRecord.Kind, _ track: UInt32, _ codec: TapCodec, _ bytes: [UInt8]) {
        var buffer = TapBuffer()
        unsafe bytes.withUnsafeBytes {
            unsafe buffer.append(kind, track: track, codec: codec, rotation: UInt8(bytes.count & 3), arrival: now, $0)
        }
        recorder.ingest(buffer, at: now)
    }

    private func run(for duration: Duration) {
        let end = now + duration
        while let deadline = recorder.nextDeadline, deadline <= end {
            precondition(deadline > now || recorder.nextDeadline != nil)
            now = max(now, deadline)
            recorder.advance(to: now)
            if let next = recorder.nextDeadline { precondition(next > now, "time goes on") }
        }
        now = end
    }

    func finish() {
        run(for: .seconds(1))
        FolderJudge.run(disk.copy)
        let summary = recorder.finish(at: now)
        precondition(summary.error == nil && summary.state != .recording, "a sound disk: \(summary)")
        let folder = FuzzDisk.folder
        precondition((try? RecordingRepair(folder: folder, files: disk).isNeeded()) == false, "what is finished needs no repair")
        guard let verification = try? RecordingVerification(folder: folder, files: disk) else { preconditionFailure("cannot be verified") }
        precondition(verification.isGood, "\(verification.problems)")
    }
}
