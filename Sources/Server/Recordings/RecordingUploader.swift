import Domain
import Foundation
import Logging
import Outbound
import Recording
import Storage
import Synchronization

/// Takes finished recordings to the object storage, as they lie on the disk: what is sealed stays sealed, its key stays here.
final class RecordingUploader: Sendable {
    private static let page = 20
    private static let policy = RetryPolicy()

    private let parts: RecordingParts
    private let client: ObjectStorageClient
    private let keepsLocal: Bool
    private let flag = CancellationFlag()

    /// - Throws: `ConfigurationError` when the secret cannot be read.
    init(_ settings: UploadSettings, _ parts: RecordingParts) throws {
        self.parts = parts
        keepsLocal = settings.keepsLocal
        client = ObjectStorageClient(
            target: settings.target, credentials: try settings.credentials(), allowsPrivate: settings.allowsPrivate, now: { Date() },
            isCancelled: { [flag] in flag.isSet })
    }

    func cancel() { flag.set() }

    /// Does what is due now.
    /// - Returns: when something that failed is due again, at the earliest.
    func work() -> Duration? {
        var pause: Duration?
        for record in rows(.toUpload(at: parts.clock.now)) {
            if let again = upload(record) { pause = min(pause ?? again, again) }
        }
        if !keepsLocal { for record in rows(.toMoveOut) { moveOut(record) } }
        for record in rows(.toEraseRemotely) { eraseRemotely(record) }
        return pause
    }

    private func rows(_ duty: RecordingDuty) -> [RecordingRecord] {
        flag.isSet ? [] : (try? parts.store.recordings(duty, limit: Self.page)) ?? []
    }

    /// - Returns: the pause before it is tried again.
    private func upload(_ record: RecordingRecord) -> Duration? {
        guard !flag.isSet, parts.take(record.id) else { return nil }
        defer { parts.release(record.id) }
        do throws(ObjectStorageError) {
            try send(record)
            guard
                parts.commitNow(
                    CommitBatch(records: [.recordingUpdate(record.id, .uploaded(at: parts.clock.now))]), about: record.id)
            else { return nil }
            parts.count { $0.uploaded += 1 }
            parts.log.info("a recording is in the object storage", metadata: ["recording": "\(record.id)"])
        } catch .cancelled {
            // As if it had not been tried.
        } catch {
            return failed(record, error)
        }
        return nil
    }

    /// Everything in the folder: media, the mix, and the sidecar that says what they are.
    private func send(_ record: RecordingRecord) throws(ObjectStorageError) {
        let folder = parts.vault.folder(record.id)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        for file in record.contents.files where !names.contains(file.file) { throw .unreadable("\(file.file) is not there") }
        for name in names {
            let path = "\(folder)/\(name)"
            let stored = record.contents.files.first { $0.file == name }
            guard let digest = stored?.sha256 ?? (try? RecordingDigest.sha256(of: path, files: POSIXFiles())) else {
                throw .unreadable("\(name) cannot be read")
            }
            let isSealed = record.wrappedKey != nil
            try client.upload(
                file: path, to: "\(record.id)/\(name)",
                contentType: isSealed ? "application/octet-stream" : stored?.contentType ?? "application/x-ndjson", sha256: digest)
        }
    }

    private func failed(_ record: RecordingRecord, _ error: ObjectStorageError) -> Duration {
        let attempts = record.uploadAttempts + 1
        let now = parts.clock.now
        // A recording is never given up: the pauses grow to an hour and stay there.
        let next =
            Self.policy.nextAttempt(after: attempts, createdAt: now, at: now, random: Double.random(in: 0..<1)) ?? now + .seconds(3_600)
        parts.count { $0.uploadFailures += 1 }
        parts.log.warning(
            "a recording could not be uploaded",
            metadata: ["recording": "\(record.id)", "attempts": "\(attempts)", "reason": "\(error)", "next": "\(next.rfc3339)"])
        parts.write(record.id, .uploadFailed(attempts: attempts, nextAttemptAt: next))
        return next - now
    }

    /// The row first: files that are gone must never be missed.
    private func moveOut(_ record: RecordingRecord) {
        guard !flag.isSet, parts.take(record.id) else { return }
        defer { parts.release(record.id) }
        guard parts.commitNow(CommitBatch(records: [.recordingUpdate(record.id, .movedOut)]), about: record.id) else { return }
        do {
            try parts.vault.remove(record.id)
        } catch {
            parts.log.error(
                "the local copy of a recording could not be removed; tried again later",
                metadata: ["recording": "\(record.id)", "error": "\(error.localizedDescription)"])
        }
    }

    private func eraseRemotely(_ record: RecordingRecord) {
        guard !flag.isSet else { return }
        do throws(ObjectStorageError) {
            for key in try client.keys(startingWith: "\(record.id)/") { try client.delete(key) }
            parts.write(record.id, .erasedRemotely)
        } catch .cancelled {
        } catch {
            parts.count { $0.uploadFailures += 1 }
            parts.log.warning(
                "an erased recording could not be removed from the object storage; tried again later",
                metadata: ["recording": "\(record.id)", "reason": "\(error)"])
        }
    }
}

/// Set once, read from anywhere.
final class CancellationFlag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock(\.self) }

    func set() { value.withLock { $0 = true } }
}
