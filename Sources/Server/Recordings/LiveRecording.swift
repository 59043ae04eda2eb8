import Domain
import Media
import Recording
import Storage

/// A recording under way; confined to the recorder's thread.
final class LiveRecording {
    let recording: Domain.Recording
    let recorder: Recorder
    /// The recording's zero.
    let startedAt: Instant
    let key: RecordingKey?
    /// From then on packets of its feeds may come.
    let begunAt: MediaTime
    var people: [RecordedPerson] = []
    /// When the recorder is next to do what time alone brings. Kept here: its own deadline moves on with every packet.
    var advanceAt: MediaTime

    init(_ recording: Domain.Recording, recorder: Recorder, startedAt: Instant, key: RecordingKey?, at now: MediaTime) {
        self.recording = recording
        self.recorder = recorder
        self.startedAt = startedAt
        self.key = key
        begunAt = now
        advanceAt = now
    }

    var id: RecordingID { recording.id }

    /// The person as the recorder knows them.
    func participant(_ person: RecordedPerson) -> RecordedParticipant {
        if !people.contains(where: { $0.id == person.id }) { people.append(person) }
        return RecordedParticipant(id: person.id.description, label: person.role.rawValue, role: person.role.rawValue)
    }
}

extension RecordingLoss {
    init(_ error: RecordingError) {
        self =
            switch error.code {
            case .diskFull: .diskFull
            case .notFound: .filesMissing
            case .damaged, .wrongKey, .codec, .tooLarge: .damaged
            case .inputOutput, .closed: .diskError
            }
    }
}
