import Domain
import Logging
import Recording
import Storage

/// A recording whose files are closed, on its way into its row.
struct FinishedRecording: Sendable {
    let recording: Domain.Recording
    let startedAt: Instant
    let endedAt: Instant
    let people: [RecordedPerson]
    let summary: RecordingSummary
    let key: RecordingKey?

    var state: Domain.Recording.State { Domain.Recording.State(summary.state) }

    /// Reads the files once for their digests, and says what there is, by the sidecar: which is what a repair would go by, too. What the
    /// disk did not let it close is left to a repair.
    func outcome(in parts: RecordingParts) -> RecordingOutcome {
        let folder = parts.vault.folder(recording.id)
        do throws(RecordingError) {
            guard try !RecordingRepair(folder: folder, files: POSIXFiles(), key: key).isNeeded() else {
                return .postponed(summary.error ?? RecordingError(.inputOutput, "\(folder) could not be closed"))
            }
            let index = try RecordingIndex(folder: folder, files: POSIXFiles(), key: key)
            let names = Dictionary(people.map { ($0.id.description, $0.name) }) { first, _ in first }
            return .closed(
                RecordingEnding(
                    state: state, startedAt: state == .failed ? nil : startedAt, endedAt: endedAt,
                    contents: RecordingContents(index, folder: folder, key: key, names: names), missing: loss(state),
                    retainUntil: parts.retention.end(of: recording.purposes(by: index), endedAt: endedAt)))
        } catch { return .postponed(error) }
    }

    private func loss(_ state: Domain.Recording.State) -> RecordingLoss? {
        if let error = summary.error { return RecordingLoss(error) }
        if state == .failed { return .nothingCaptured }
        return summary.lostRecords > 0 ? .overloaded : nil
    }
}

/// What became of a recording that nobody makes any more.
enum RecordingOutcome {
    case closed(RecordingEnding)
    /// The disk refuses, or its key is missing: it is left as it is, and tried again.
    case postponed(RecordingError)
}

extension Domain.Recording.State {
    init(_ state: RecordingState) {
        self =
            switch state {
            case .recording: .recording
            case .paused: .paused
            case .completed: .completed
            case .partial: .partial
            case .failed: .failed
            }
    }
}
