import Domain
import Foundation
import Logging
import Recording
import Storage

/// Compares what was promised with what is there.
struct RecordingReconciler: Sendable {
    private static let page = 100

    let parts: RecordingParts

    /// Closes recordings that nobody is making any more: repairs what they left, or says that they are missing.
    /// - Parameter loss: why nothing is there, when nothing is.
    func finish(announcedBefore time: Instant, by loss: RecordingLoss) {
        for record in rows(.unfinished, limit: .max) where record.recording.expectedAt < time {
            guard !parts.isStopping, isThere else { return }
            finish(record.id, by: loss)
        }
    }

    /// Once more what was put off.
    func retry() {
        for id in parts.postponedIDs {
            guard !parts.isStopping, isThere else { return }
            finish(id, by: .nothingCaptured)
        }
    }

    private func finish(_ id: RecordingID, by loss: RecordingLoss) {
        guard parts.take(id) else { return }
        // Closed between the look and the taking.
        guard let current = try? parts.store.recording(id), !current.isFinished else { return parts.release(id) }
        switch outcome(of: current, loss) {
        case .closed(let ending): parts.close(current.recording, ending)
        case .postponed(let error): parts.postpone(id, error)
        }
    }

    /// Looks once more at one that was given up, whose files may be there all the same.
    /// - Throws: what keeps it from being finished for now.
    func reopen(_ record: RecordingRecord) throws {
        guard record.state == .failed, record.erasedAt == nil, record.location == .local, parts.take(record.id) else { return }
        defer { parts.release(record.id) }
        switch outcome(of: record, record.missing ?? .damaged) {
        case .closed(let ending):
            guard ending.state != .failed else { return }
            _ = parts.commitNow(
                CommitBatch(
                    outbox: parts.notices(about: record.recording, ending, .finished),
                    records: [.recordingUpdate(record.id, .reopened(ending))]), about: record.id)
        case .postponed(let error): throw error
        }
    }

    /// Without its disk nothing can be said of any recording.
    private var isThere: Bool {
        if parts.vault.isThere { return true }
        parts.log.error("the recordings' disk is not mounted: nothing is done until it is", metadata: ["folder": "\(parts.vault.root)"])
        return false
    }

    func outcome(of record: RecordingRecord, _ loss: RecordingLoss) -> RecordingOutcome {
        let folder = parts.vault.folder(record.id)
        do throws(RecordingError) {
            let key = try parts.vault.key(of: record)
            let repair = RecordingRepair(folder: folder, files: POSIXFiles(), key: key)
            let wasOpen = try repair.isNeeded()
            let index = try repair.repair().index
            // Who else was there is known by role alone.
            let known = ["customer": record.customerName, "agent": record.agentName]
            let names = index.participants.map { ($0.id, known[$0.role] ?? nil) }
            let contents = RecordingContents(index, folder: folder, key: key, names: Dictionary(names) { first, _ in first })
            let state = index.state.map(Domain.Recording.State.init) ?? .failed
            let startedAt = Instant(milliseconds: index.startedAt)
            return .closed(
                ended(
                    record, state, startedAt: startedAt, endedAt: startedAt + .milliseconds(index.durationMs), contents,
                    state == .failed ? parts.reason(record.id) ?? loss : wasOpen ? parts.reason(record.id) ?? .interrupted : nil,
                    purposes: record.recording.purposes(by: index)))
        } catch {
            // The disk may work again, and the key may come back: nothing is said of what nobody could look at.
            if [.diskFull, .inputOutput, .wrongKey].contains(error.code) { return .postponed(error) }
            let isThere = FileManager.default.fileExists(atPath: folder)
            if isThere {
                parts.log.error(
                    "what is left of a recording cannot be read", metadata: ["recording": "\(record.id)", "error": "\(error)"])
            }
            return .closed(
                ended(
                    record, .failed, startedAt: nil, endedAt: parts.clock.now, RecordingContents(),
                    isThere && error.code != .notFound ? RecordingLoss(error) : loss, purposes: record.recording.purposes))
        }
    }

    private func ended(
        _ record: RecordingRecord, _ state: Domain.Recording.State, startedAt: Instant?, endedAt: Instant, _ contents: RecordingContents,
        _ loss: RecordingLoss?, purposes: [ConsentPurpose]
    ) -> RecordingEnding {
        RecordingEnding(
            state: state, startedAt: state == .failed ? nil : startedAt, endedAt: endedAt, contents: contents, missing: loss,
            retainUntil: parts.retention.end(of: purposes, endedAt: endedAt))
    }

    /// Looks for every file that a row names. A file that has gone is told once; when all are back, so is the recording.
    func compare() {
        guard isThere else { return }
        var last: RecordingID?
        while true {
            let records = rows(.local(after: last), limit: Self.page)
            for record in records {
                guard !parts.isStopping else { return }
                compare(record)
            }
            guard records.count == Self.page else { return }
            last = records.last?.id
        }
    }

    private func compare(_ record: RecordingRecord) {
        let files = record.contents.files
        let there = files.filter { parts.vault.size(of: $0.file, in: record.id) == $0.diskBytes }
        if there.count == files.count, record.missing == .filesMissing { return restore(record) }
        guard there.count < files.count, !there.isEmpty || record.state != .failed, parts.take(record.id) else { return }
        defer { parts.release(record.id) }
        if record.missing == .filesMissing, !there.isEmpty { return }
        // It may have been moved out or erased since it was read.
        guard let current = try? parts.store.recording(record.id), current.location == .local, current.erasedAt == nil else { return }
        let state: Domain.Recording.State = there.contains { $0.kind != "mix" } ? .partial : .failed
        let names = files.filter { !there.contains($0) }.map(\.file).joined(separator: ", ")
        parts.log.error("a recording's files are missing", metadata: ["recording": "\(record.id)", "files": "\(names)"])
        parts.count { $0.missing += 1 }
        let ending = RecordingEnding(
            state: state, startedAt: record.startedAt, endedAt: record.endedAt ?? parts.clock.now, contents: record.contents,
            missing: .filesMissing, retainUntil: record.retainUntil)
        _ = parts.commitNow(
            CommitBatch(
                outbox: parts.notices(about: record.recording, ending, .missing),
                records: [.recordingUpdate(record.id, .reduced(to: state, .filesMissing))]), about: record.id)
    }

    /// To what its sidecar says that it was.
    private func restore(_ record: RecordingRecord) {
        guard !record.contents.files.isEmpty, parts.take(record.id) else { return }
        defer { parts.release(record.id) }
        var state = Domain.Recording.State.partial
        var loss: RecordingLoss?
        do throws(RecordingError) {
            let index = try RecordingIndex(
                folder: parts.vault.folder(record.id), files: POSIXFiles(), key: try parts.vault.key(of: record))
            if index.state == .completed { state = .completed } else { loss = .interrupted }
        } catch {
            parts.log.warning("what a recording was cannot be read", metadata: ["recording": "\(record.id)", "error": "\(error)"])
        }
        parts.log.notice("a recording's files are there again", metadata: ["recording": "\(record.id)", "state": "\(state.rawValue)"])
        _ = parts.commitNow(CommitBatch(records: [.recordingUpdate(record.id, .restored(to: state, loss))]), about: record.id)
    }

    private func rows(_ duty: RecordingDuty, limit: Int) -> [RecordingRecord] {
        do throws(StorageError) {
            return try parts.store.recordings(duty, limit: limit)
        } catch {
            parts.log.error("recordings cannot be listed; tried again later", metadata: ["error": "\(error)"])
            return []
        }
    }
}
