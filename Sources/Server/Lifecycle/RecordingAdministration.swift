import Domain
import Foundation
import Recording
import Storage

/// What an operator does with recordings from the command line, on the data folder: beside a running server, or without one.
public struct RecordingAdministration: Sendable {
    private let configuration: ServerConfiguration
    private let store: SQLiteStore
    private let vault: RecordingVault
    private let key: ServerKey
    private let clock = ServerClock()

    public init(_ configuration: ServerConfiguration) throws {
        try DataFolder.prepare(configuration.dataFolder)
        self.configuration = configuration
        store = try SQLiteStore(path: configuration.databasePath)
        key = try ServerKey(path: configuration.keyPath)
        vault = RecordingVault(root: configuration.recordingsFolder, isEncrypted: configuration.recording.isEncrypted, key: key)
    }

    /// One line a recording, newest first: id, when, state, duration, size, place, queue, agent.
    public func list(_ body: (String) -> Void) throws {
        var query = RecordingQuery(limit: 500)
        while true {
            let records = try store.recordings(query)
            for record in records { body(Self.line(record)) }
            guard let last = records.last, records.count == query.limit else { return }
            query.after = RecordingQuery.Cursor(expectedAt: last.recording.expectedAt, id: last.id)
        }
    }

    private static func line(_ record: RecordingRecord) -> String {
        let seconds = record.contents.durationMs / 1_000
        let place = record.erasedAt != nil ? "erased" : record.location.rawValue
        let state = record.missing.map { "\(record.state.rawValue) (\($0.rawValue))" } ?? record.state.rawValue
        return [
            record.id.description, record.recording.expectedAt.rfc3339, state, "\(seconds) s", "\(record.contents.bytes) bytes", place,
            record.recording.queue.description, record.agentName ?? record.recording.agent.description,
        ].joined(separator: "\t")
    }

    /// Reads every byte of the closed recordings that are here, or of those named.
    /// - Parameter body: told a line for each.
    /// - Returns: whether all are as they were written.
    public func verify(_ ids: [String], _ body: (String) -> Void) throws -> Bool {
        var isGood = true
        for record in try records(ids) where record.location == .local && record.erasedAt == nil && record.state.isPlayable {
            let problems = self.problems(of: record)
            body("\(record.id)\t\(problems.isEmpty ? "good" : problems.joined(separator: "; "))")
            if !problems.isEmpty { isGood = false }
        }
        return isGood
    }

    private func problems(of record: RecordingRecord) -> [String] {
        do throws(RecordingError) {
            let check = try RecordingVerification(folder: vault.folder(record.id), files: POSIXFiles(), key: try vault.key(of: record))
            let missing = record.contents.files.filter { vault.size(of: $0.file, in: record.id) == nil }.map { "\($0.file): missing" }
            let found = check.problems.map { "\($0.file): \($0.kind.rawValue)\($0.offset > 0 ? " at byte \($0.offset)" : "")" }
            return Array(Set(missing + found)).sorted()
        } catch { return ["\(error)"] }
    }

    /// Finishes what a crash left open. The server does the same when it starts, so this one needs the folder for itself.
    /// - Parameters:
    ///   - ids: of recordings that failed, to be looked at once more: there may be files all the same.
    ///   - body: told a line for each recording that was closed, and for each that was named.
    public func repair(_ ids: [String], _ body: (String) -> Void) throws {
        let lock = try DataFolder.lock(configuration.dataFolder)
        defer { lock.release() }
        try vault.prove(key, store)
        try vault.open(store)
        let commits = CommitQueue(store: store) { _ in }
        let parts = RecordingParts(
            configuration.recording, vault: vault, store: store, commits: commits, clock: clock, log: Server.logger(configuration),
            announce: nil)
        let named = try ids.isEmpty ? [] : records(ids)
        let open = try store.recordings(.unfinished, limit: .max)
        let reconciler = RecordingReconciler(parts: parts)
        reconciler.finish(announcedBefore: clock.now + .seconds(1), by: .serverStopped)
        var failure: (any Error)?
        for record in named { do { try reconciler.reopen(record) } catch { failure = error } }
        commits.stop(within: 60)
        for record in open + named.filter({ named in !open.contains { $0.id == named.id } }) {
            guard let closed = try store.recording(record.id) else { continue }
            body(Self.line(closed))
        }
        if let failure { throw ConfigurationError("a recording cannot be finished for now: \(failure)") }
    }

    /// Copies a recording, in the clear, into a folder; the copying stands in the audit log.
    /// - Returns: the names of what was written.
    public func export(_ id: String, to folder: String) throws -> [String] {
        guard let record = try records([id]).first else { return [] }
        guard record.erasedAt == nil else { throw ConfigurationError("the recording \(id) was erased") }
        guard record.location == .local else {
            throw ConfigurationError(
                "the recording \(id) is in the object storage: fetch its files there into \(vault.folder(record.id)) first")
        }
        let entry = AuditRecord(
            at: clock.now, actor: .server, action: "recording.exported", subject: .recording(record.id), queue: record.recording.queue,
            detail: ["folder": folder, "user": NSUserName()])
        try store.commit([CommitBatch(records: [.audit(entry)])])
        return try RecordingExport.export(
            folder: vault.folder(record.id), to: folder, files: POSIXFiles(), key: try vault.key(of: record))
    }

    /// All of them when none is named.
    private func records(_ ids: [String]) throws -> [RecordingRecord] {
        guard !ids.isEmpty else { return try store.recordings(.local(after: nil), limit: .max) }
        return try ids.map { text in
            guard let id = RecordingID(text), let record = try store.recording(id) else {
                throw ConfigurationError("there is no recording '\(text)': visavis recordings list")
            }
            return record
        }
    }
}

extension Domain.Recording.State {
    /// There is something to play.
    var isPlayable: Bool { self == .completed || self == .partial }
}
