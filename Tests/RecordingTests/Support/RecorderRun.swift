import Media

@testable import Recording

/// A recorder that is driven through a script in virtual time.
struct RecorderRun {
    static let ana = RecordedParticipant(id: "p1", label: "Ana / Óscar", role: "customer")
    static let ben = RecordedParticipant(id: "p2", label: "ben", role: "agent")
    static let description = RecordingDescription(id: "r1", startedAt: 1_760_000_000_000, interaction: "i1", session: "s1")
    static let folder = "/recordings/r1"

    let recorder: Recorder
    var events: [RecorderEvent] = []
    private(set) var now = MediaTime(nanoseconds: 0)

    init(folder: String = folder, files: some RecordingFiles, key: RecordingKey? = nil, policy: RecordingPolicy = .init()) throws {
        recorder = try Recorder(folder: folder, description: Self.description, key: key, files: files, policy: policy, at: now)
    }

    /// Plays entries up to a time; then the recorder's own deadlines up to it.
    mutating func play(_ script: TapScript, until end: Duration, visit: (Recorder, MediaTime) -> Void = { _, _ in }) {
        let end = MediaTime(nanoseconds: end.inNanoseconds)
        for entry in script.entries where entry.arrival >= now && entry.arrival < end {
            advance(to: entry.arrival, visit)
            var buffer = TapBuffer()
            unsafe entry.bytes.withUnsafeBytes {
                unsafe buffer.append(
                    entry.kind, track: entry.track, codec: entry.codec, rotation: entry.rotation, arrival: entry.arrival, $0)
            }
            recorder.ingest(buffer, at: entry.arrival)
        }
        advance(to: end, visit)
    }

    private mutating func advance(to time: MediaTime, _ visit: (Recorder, MediaTime) -> Void) {
        while let deadline = recorder.nextDeadline, deadline <= time {
            now = max(deadline, now)
            recorder.advance(to: deadline)
            visit(recorder, deadline)
        }
        now = max(now, time)
        events += recorder.takeEvents()
    }

    mutating func finish() -> RecordingSummary {
        let summary = recorder.finish(at: now)
        events += recorder.takeEvents()
        return summary
    }
}
