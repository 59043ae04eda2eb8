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

    /// Reads the files once for their digests, and says what there is.
    func ending(in parts: RecordingParts) -> RecordingEnding {
        let state = Domain.Recording.State(summary.state)
        return RecordingEnding(
            state: state, startedAt: state == .failed ? nil : startedAt, endedAt: endedAt, contents: contents(in: parts),
            missing: loss(state),
            retainUntil: parts.retention.end(of: recording.purposes, endedAt: endedAt))
    }

    /// What the sidecar says, which is what a repair would go by, too.
    private func contents(in parts: RecordingParts) -> RecordingContents {
        let folder = parts.vault.folder(recording.id)
        do throws(RecordingError) {
            let index = try RecordingIndex(folder: folder, files: POSIXFiles(), key: key)
            return RecordingContents(
                index, folder: folder, key: key, names: Dictionary(people.map { ($0.id.description, $0.name) }) { first, _ in first })
        } catch {
            parts.log.error("a closed recording cannot be read", metadata: ["recording": "\(recording.id)", "error": "\(error)"])
            return RecordingContents()
        }
    }

    private func loss(_ state: Domain.Recording.State) -> RecordingLoss? {
        if let error = summary.error { return RecordingLoss(error) }
        if state == .failed { return .nothingCaptured }
        return summary.lostRecords > 0 ? .overloaded : nil
    }
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
