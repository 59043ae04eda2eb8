import Domain
import Media
import Recording

/// A recording whose key is not stored yet: nothing of it may lie on the disk, for nobody could open it after a crash. What comes for it
/// meanwhile waits.
struct StartingRecording {
    enum Held {
        case command(RecorderCommand, at: MediaTime)
        case packets(TapBuffer)
    }

    let recording: Domain.Recording
    let key: RecordingKey
    let startedAt: Instant
    let begunAt: MediaTime
    private(set) var held: [Held] = []

    init(_ recording: Domain.Recording, key: RecordingKey, startedAt: Instant, begunAt: MediaTime) {
        self.recording = recording
        self.key = key
        self.startedAt = startedAt
        self.begunAt = begunAt
    }

    mutating func hold(_ command: RecorderCommand, at now: MediaTime) { held.append(.command(command, at: now)) }

    mutating func hold(_ record: TapRecord) {
        var buffer = TapBuffer()
        if case .packets(let last) = held.last {
            buffer = last
            held.removeLast()
        }
        unsafe buffer.append(
            record.kind, track: record.track, codec: record.codec, rotation: record.rotation, arrival: record.arrival, record.bytes)
        held.append(.packets(buffer))
    }
}

extension RecorderCommand {
    /// What it is about, unless it is the beginning itself.
    var subject: RecordingID? {
        switch self {
        case .addTrack(_, let id, _, _), .removeTrack(_, let id), .pause(let id, _), .resume(let id), .note(let id, _, _, _),
            .finish(let id),
            .stored(let id, _):
            id
        case .begin, .keyed, .stop: nil
        }
    }
}
