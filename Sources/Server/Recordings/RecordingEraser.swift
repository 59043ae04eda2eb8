import Domain
import Foundation
import Logging
import Storage

/// Erasing: the row forgets the key and the contents first, then the files go. A crash in between leaves files that nothing opens, or
/// that the next start removes.
struct RecordingEraser: Sendable {
    private static let page = 100

    let parts: RecordingParts

    /// - Returns: `false`: somebody is at it, or it could not be stored.
    func erase(_ record: RecordingRecord, _ entry: AuditRecord) -> Bool {
        guard parts.take(record.id) else { return false }
        defer { parts.release(record.id) }
        let batch = CommitBatch(records: [.recordingUpdate(record.id, .erased(at: entry.at)), .audit(entry)])
        guard parts.commitNow(batch, about: record.id) else { return false }
        parts.count { $0.erased += 1 }
        remove(record.id)
        return true
    }

    func eraseExpired(at now: Instant) {
        while true {
            let records = (try? parts.store.recordings(.expired(at: now), limit: Self.page)) ?? []
            var done = 0
            for record in records where !parts.isStopping {
                let entry = AuditRecord(
                    at: now, actor: .server, action: "recording.expired", subject: .recording(record.id), queue: record.recording.queue,
                    detail: ["retainUntil": record.retainUntil.map(\.rfc3339) ?? ""])
                let isDone =
                    switch fate(of: record, at: now) {
                    case .erase: erase(record, entry)
                    case .hold(let until): hold(record, until: until, at: now)
                    case .later: false
                    }
                if isDone { done += 1 }
            }
            guard done == Self.page else { return }
        }
    }

    private enum Fate {
        case erase
        /// As evidence of what an agent shielded themselves from.
        case hold(until: Instant?)
        /// Nothing is erased of which that cannot be known.
        case later
    }

    private func fate(of record: RecordingRecord, at now: Instant) -> Fate {
        guard parts.keepsFlagged, let endedAt = record.endedAt else { return .erase }
        let until = parts.retention.end(of: [.evidence], endedAt: endedAt)
        if let until, until <= now { return .erase }
        do {
            let isFlagged = try parts.store.interaction(record.recording.interaction)?.flags.isEmpty == false
            return isFlagged ? .hold(until: until) : .erase
        } catch {
            return .later
        }
    }

    private func hold(_ record: RecordingRecord, until: Instant?, at now: Instant) -> Bool {
        guard parts.take(record.id) else { return false }
        defer { parts.release(record.id) }
        let entry = AuditRecord(
            at: now, actor: .server, action: "recording.held", subject: .recording(record.id), queue: record.recording.queue,
            detail: ["retainUntil": until.map(\.rfc3339) ?? "forever"])
        return parts.commitNow(
            CommitBatch(records: [.recordingUpdate(record.id, .retained(until: until)), .audit(entry)]), about: record.id)
    }

    /// Folders whose recording was erased or has moved out. What no row knows is never touched: it may be all that is left.
    func removeLeftovers() {
        for id in parts.vault.folders() {
            guard let known = try? parts.store.recording(id) else { continue }
            if known.erasedAt != nil || known.location == .uploaded, parts.take(id) {
                remove(id)
                parts.release(id)
            }
        }
    }

    private func remove(_ id: RecordingID) {
        do {
            try parts.vault.remove(id)
        } catch {
            parts.log.error(
                "a recording's files could not be removed; tried again later",
                metadata: ["recording": "\(id)", "error": "\(error.localizedDescription)"])
        }
    }
}

extension AuditRecord.Subject {
    static func recording(_ id: RecordingID) -> Self { Self(kind: "recording", id: id.description) }
    static func session(_ id: SessionID) -> Self { Self(kind: "session", id: id.description) }
}
