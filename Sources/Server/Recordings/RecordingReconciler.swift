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
        for record in rows(.unfinished, limit: .max) where record.recording.expectedAt < time && parts.take(record.id) {
            // Closed between the look and the taking.
            guard let current = try? parts.store.recording(record.id), !current.isFinished else {
                parts.release(record.id)
                continue
            }
            parts.close(record.recording, ending(of: current, loss))
        }
    }

    func ending(of record: RecordingRecord, _ loss: RecordingLoss) -> RecordingEnding {
        let folder = parts.vault.folder(record.id)
        do {
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
            return ended(
                record, state, startedAt: startedAt, endedAt: startedAt + .milliseconds(index.durationMs), contents,
                state == .failed ? loss : wasOpen ? .interrupted : nil)
        } catch {
            let isThere = FileManager.default.fileExists(atPath: folder)
            if isThere {
                parts.log.error(
                    "what is left of a recording cannot be read", metadata: ["recording": "\(record.id)", "error": "\(error)"])
            }
            return ended(
                record, .failed, startedAt: nil, endedAt: parts.clock.now, RecordingContents(),
                isThere && error.code != .notFound ? RecordingLoss(error) : loss)
        }
    }

    private func ended(
        _ record: RecordingRecord, _ state: Domain.Recording.State, startedAt: Instant?, endedAt: Instant, _ contents: RecordingContents,
        _ loss: RecordingLoss?
    ) -> RecordingEnding {
        RecordingEnding(
            state: state, startedAt: state == .failed ? nil : startedAt, endedAt: endedAt, contents: contents, missing: loss,
            retainUntil: parts.retention.end(of: record.recording.purposes, endedAt: endedAt))
    }

    /// Looks for every file that a row names. A file that has gone is told once.
    func compare() {
        var last: RecordingID?
        while true {
            let records = rows(.local(after: last), limit: Self.page)
            for record in records { compare(record) }
            guard records.count == Self.page else { return }
            last = records.last?.id
        }
    }

    private func compare(_ record: RecordingRecord) {
        let files = record.contents.files
        let there = files.filter { parts.vault.size(of: $0.file, in: record.id) == $0.diskBytes }
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

    private func rows(_ duty: RecordingDuty, limit: Int) -> [RecordingRecord] {
        do throws(StorageError) {
            return try parts.store.recordings(duty, limit: limit)
        } catch {
            parts.log.error("recordings cannot be listed; tried again later", metadata: ["error": "\(error)"])
            return []
        }
    }
}
