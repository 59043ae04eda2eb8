import Domain
import Foundation
import HTTPTypes
import Storage

/// Recordings: lists, the player's data, files, erasing. What one may not see does not exist.
extension APIService {
    private static let notFound = APIFailure(.notFound, "not_found", "there is no such recording")

    /// `nil`: the address is none of these.
    func recordingRoute(_ request: APIRequest) async throws -> APIResponse? {
        let path = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).map(String.init)
        switch (path.first, path.count) {
        case ("recordings", 1): return try await answer(request, [.get]) { try await list($0) }
        case ("recordings", 2): return try await answer(request, [.get]) { try await detail($0, path[1]) }
        case ("recordings", 3) where path[2] == "erase": return try await answer(request, [.post]) { try await erase($0, path[1]) }
        case ("recordings", 4) where path[2] == "files":
            return try await answer(request, [.get, .head]) { try await file($0, path[1], path[3]) }
        case ("sessions", 3) where path[2] == "recording": return try await answer(request, [.post]) { try await pause($0, path[1]) }
        case ("audit", 1): return try await answer(request, [.get]) { try await audit($0) }
        default: return nil
        }
    }

    func answer(
        _ request: APIRequest, _ methods: [HTTPRequest.Method], _ body: (APIRequest) async throws -> APIResponse
    ) async throws -> APIResponse {
        guard methods.contains(request.method) else {
            throw APIFailure(.methodNotAllowed, "bad_method", "this address takes another method")
        }
        return try await body(request)
    }

    private func list(_ request: APIRequest) async throws -> APIResponse {
        struct Reply: Encodable {
            let recordings: [Views.RecordingRow]
            let next: String?
        }
        let (account, _) = try signedIn(request)
        let page = try PageRequest(request)
        var query = RecordingQuery(limit: page.limit + 1)
        query.from = page.from
        query.to = page.to
        if let text = request.query["queue"] { query.queues = [try page.value(QueueName(text), "queue")] }
        if let text = request.query["agent"] { query.agent = try page.value(AgentID(text), "agent") }
        if let text = request.query["state"] { query.state = try page.value(Recording.State(rawValue: text), "state") }
        if let text = request.query["cursor"] { query.after = try page.value(RecordingQuery.Cursor(text), "cursor") }
        guard let recordings, let limited = recordings.limit(query, to: account) else {
            throw APIFailure(.forbidden, "not_allowed", "recordings are for supervisors, managers and administrators")
        }
        let found = try store.recordings(limited)
        let shown = found.prefix(page.limit)
        let next = found.count > page.limit ? shown.last.map { RecordingQuery.Cursor(expectedAt: $0.recording.expectedAt, id: $0.id) } : nil
        return APIResponse(.ok, Reply(recordings: shown.map(Views.RecordingRow.init), next: next?.text))
    }

    private func detail(_ request: APIRequest, _ id: String) async throws -> APIResponse {
        struct Reply: Encodable {
            let recording: Views.RecordingRow
            let files: [Views.RecordedFileEntry]
            let index: Views.RecordingIndexView
            let chat: [Views.RecordedChatLine]
            let segments: [Views.RecordedSegment]
        }
        let (account, _) = try signedIn(request)
        let (record, access) = try find(id, for: account)
        try await note("recording.viewed", record, by: account)
        access.viewings.note(account.id, record.id, at: clock.now)
        let zero = record.startedAt ?? record.recording.expectedAt
        return APIResponse(
            .ok,
            Reply(
                recording: Views.RecordingRow(record), files: record.contents.files.map { Views.RecordedFileEntry($0, of: record.id) },
                index: Views.RecordingIndexView(record.contents), chat: try chat(of: record, since: zero),
                segments: try segments(of: record, since: zero)))
    }

    /// What was written is as much a part of the call as what was said, and is erased with it.
    private func chat(of record: RecordingRecord, since zero: Instant) throws -> [Views.RecordedChatLine] {
        guard record.erasedAt == nil else { return [] }
        return try store.messages(of: record.recording.session).map { message in
            Views.RecordedChatLine(
                atMs: (message.at - zero).wholeMilliseconds, at: message.at, from: message.from.description, role: message.role.rawValue,
                name: message.name?.description, text: message.text.description)
        }
    }

    private func segments(of record: RecordingRecord, since zero: Instant) throws -> [Views.RecordedSegment] {
        guard record.erasedAt == nil, let interaction = try store.interaction(record.recording.interaction) else { return [] }
        var names: [AgentID: String] = [:]
        for agent in Set(interaction.segments.map(\.agent)) { names[agent] = try store.account(agent)?.account.displayName.description }
        return interaction.segments.map { segment in
            Views.RecordedSegment(
                kind: segment.kind, agent: .init(id: segment.agent.description, name: names[segment.agent]),
                fromMs: (segment.from - zero).wholeMilliseconds, toMs: segment.to.map { ($0 - zero).wholeMilliseconds })
        }
    }

    private func erase(_ request: APIRequest, _ id: String) async throws -> APIResponse {
        struct Erasure: Decodable { let reason: BoundedText<LineLimit> }
        struct Reply: Encodable { let recording: Views.RecordingRow }
        try checkOrigin(request)
        let (account, cookie) = try signedIn(request)
        try checkCSRF(request, cookie)
        let (record, access) = try find(id, for: account)
        guard account.role == .admin else {
            throw APIFailure(.forbidden, "not_allowed", "only administrators erase recordings")
        }
        let reason = try body(Erasure.self, request).reason
        if record.erasedAt == nil {
            let entry = auditRecord("recording.erased", record, by: account, ["reason": reason.description])
            guard record.isFinished, await access.service.erase(record, entry) else {
                throw APIFailure(.conflict, "recording_busy", "it is still being made or moved", retryAfter: .seconds(5))
            }
        }
        guard let erased = try store.recording(record.id) else { throw Self.notFound }
        return APIResponse(.ok, Reply(recording: Views.RecordingRow(erased)))
    }

    /// - Throws: the same for an unknown id, another's queue and a role that may not look.
    func find(_ text: String, for account: Account) throws -> (RecordingRecord, RecordingAccess) {
        guard let recordings, let id = RecordingID(text), let record = try store.recording(id), recordings.maySee(record, account) else {
            throw Self.notFound
        }
        return (record, recordings)
    }

    /// Stored before anything is shown.
    func note(_ action: String, _ record: RecordingRecord, by account: Account, _ detail: [String: String] = [:]) async throws {
        try await commits.perform(CommitBatch(records: [.audit(auditRecord(action, record, by: account, detail))]))
    }

    private func auditRecord(
        _ action: String, _ record: RecordingRecord, by account: Account, _ detail: [String: String]
    ) -> AuditRecord {
        AuditRecord(
            at: clock.now, actor: .account(account.id), action: action, subject: .recording(record.id), queue: record.recording.queue,
            detail: detail)
    }
}

extension RecordingQuery.Cursor {
    /// Opaque to clients.
    init?(_ text: String) {
        let parts = text.split(separator: "-")
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = RecordingID(parts[1]) else { return nil }
        self.init(expectedAt: Instant(milliseconds: milliseconds), id: id)
    }

    var text: String { "\(expectedAt.milliseconds)-\(id)" }
}
