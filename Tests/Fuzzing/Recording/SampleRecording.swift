import Media
import Recording

/// A short recording, and what it looked like before it was finished.
enum SampleRecording {
    static let description = RecordingDescription(id: "r", startedAt: 1_790_000_000_000, interaction: "i", session: "s")
    static let person = RecordedParticipant(id: "p", label: "ana", role: "customer")
    static let key = RecordingKey(bytes: (0..<32).map { $0 })

    static func make(key: RecordingKey? = nil) -> (broken: FuzzDisk, whole: FuzzDisk) {
        let disk = FuzzDisk()
        guard
            let recorder = try? Recorder(
                folder: FuzzDisk.folder, description: description, key: key, files: disk, at: MediaTime(nanoseconds: 0))
        else { preconditionFailure("no recorder") }
        recorder.addTrack(1, participant: person, kind: .microphone, at: MediaTime(nanoseconds: 0))
        recorder.addTrack(2, participant: person, kind: .camera, at: MediaTime(nanoseconds: 0))
        for tick in 0..<180 {
            let time = MediaTime(nanoseconds: Int64(tick) * 20_000_000)
            ingest(.opus, track: 1, tick: tick, payload: [0xf8, 0xff, 0xfe, UInt8(tick)], into: recorder, at: time)
            if tick % 5 == 0 {
                let isKeyFrame = tick % 50 == 0
                let frame: [UInt8] =
                    isKeyFrame
                    ? [0x10, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00, 1, 2, 3] : [0x10, 0x11, 0x02, 0x00, 7]
                ingest(.vp8, track: 2, tick: tick, payload: frame, into: recorder, at: time)
            }
            recorder.advance(to: time)
        }
        let end = MediaTime(nanoseconds: 3_600_000_000)
        recorder.note(.holdStarted, participant: "p", detail: "music", at: end)
        recorder.pause(reason: "card", at: end)
        recorder.resume(at: end + .milliseconds(10))
        let broken = disk.copy
        _ = recorder.finish(at: end + .seconds(1))
        return (broken, disk)
    }

    private static func ingest(_ codec: TapCodec, track: TapTrack, tick: Int, payload: [UInt8], into recorder: Recorder, at time: MediaTime)
    {
        let isSound = codec == .opus
        let stamp = UInt32(tick) * (isSound ? 960 : 1_800)
        let sequence = UInt16(isSound ? tick : tick / 5)
        var buffer = TapBuffer()
        let packet = rtp(payload, type: isSound ? 111 : 0x80 | 96, sequence: sequence, timestamp: stamp)
        unsafe packet.withUnsafeBytes { unsafe buffer.append(.rtp, track: track, codec: codec, arrival: time, $0) }
        recorder.ingest(buffer, at: time)
    }

    static func rtp(_ payload: [UInt8], type: UInt8, sequence: UInt16, timestamp: UInt32) -> [UInt8] {
        [0x80, type, UInt8(sequence >> 8), UInt8(truncatingIfNeeded: sequence)]
            + (0..<4).map { UInt8(truncatingIfNeeded: timestamp >> (24 - 8 * $0)) } + [0, 0, 0, 1] + payload
    }
}
