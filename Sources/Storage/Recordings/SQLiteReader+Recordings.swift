import Domain
import Foundation
import GRDB

extension SQLiteReader {
    private static let recordingRows = """
        SELECT recording.*, customer.name AS customer_name, account.display_name AS agent_name FROM recording
        LEFT JOIN customer ON customer.id = recording.customer LEFT JOIN account ON account.id = recording.agent
        """

    static func recording(_ database: Database, _ id: RecordingID) throws -> RecordingRecord? {
        try Row.fetchOne(database, sql: "\(recordingRows) WHERE recording.id = ?", arguments: [id.description]).map(recording)
    }

    static func recordings(_ database: Database, _ query: RecordingQuery) throws -> [RecordingRecord] {
        var filter = Filter()
        if let from = query.from { filter.add("expected_at >= ?", from.milliseconds) }
        if let to = query.to { filter.add("expected_at < ?", to.milliseconds) }
        if let queues = query.queues { filter.add("queue", among: queues.map(\.description)) }
        if let agent = query.agent { filter.add("agent = ?", agent.description) }
        if let state = query.state { filter.add("state = ?", state.rawValue) }
        if let cursor = query.after {
            filter.add("(expected_at < ? OR expected_at = ? AND recording.id < ?)", cursor.expectedAt.milliseconds)
            filter.arguments += [cursor.expectedAt.milliseconds, cursor.id.description]
        }
        return try Row.fetchAll(
            database, sql: "\(recordingRows) \(filter.clause) ORDER BY expected_at DESC, recording.id DESC LIMIT ?",
            arguments: filter.arguments + [query.limit]
        ).map(recording)
    }

    static func recordings(_ database: Database, _ duty: RecordingDuty, limit: Int) throws -> [RecordingRecord] {
        let finished = "state IN ('completed', 'partial')"
        var order = "recording.id"
        let (condition, arguments): (String, StatementArguments) =
            switch duty {
            case .unfinished: ("state IN ('expected', 'recording', 'paused')", [])
            case .expired(let at): ("retain_until <= ? AND erased_at IS NULL", [at.milliseconds])
            case .toUpload(let at):
                (
                    "\(finished) AND location = 'local' AND uploaded_at IS NULL AND erased_at IS NULL AND upload_after <= ?",
                    [at.milliseconds]
                )
            case .toMoveOut: ("uploaded_at IS NOT NULL AND location = 'local' AND erased_at IS NULL", [])
            case .toEraseRemotely: ("uploaded_at IS NOT NULL AND erased_at IS NOT NULL", [])
            case .local(let after):
                (
                    "(\(finished) OR missing = 'files_missing') AND location = 'local' AND erased_at IS NULL AND recording.id > ?",
                    [after?.description ?? ""]
                )
            case .onDisk:
                (
                    """
                    state IN ('recording', 'paused', 'completed', 'partial') AND location = 'local' AND erased_at IS NULL
                    AND COALESCE(missing, '') <> 'files_missing'
                    """, []
                )
            case .sealed: ("wrapped_key IS NOT NULL AND erased_at IS NULL", [])
            }
        if case .sealed = duty { order = "expected_at DESC" }
        return try Row.fetchAll(
            database, sql: "\(recordingRows) WHERE \(condition) ORDER BY \(order) LIMIT ?", arguments: arguments + [limit]
        ).map(recording)
    }

    static func audit(_ database: Database, _ query: AuditQuery) throws -> [AuditEntry] {
        var filter = Filter()
        if let from = query.from { filter.add("at >= ?", from.milliseconds) }
        if let to = query.to { filter.add("at < ?", to.milliseconds) }
        if let queues = query.queues { filter.add("queue", among: queues.map(\.description)) }
        if let actor = query.actor { filter.add("actor = ?", actor) }
        if let action = query.action { filter.add("action = ?", action) }
        if let subject = query.subject { filter.add("subject = ?", subject) }
        if let number = query.before { filter.add("number < ?", number) }
        return try Row.fetchAll(
            database,
            sql: """
                SELECT audit.*, account.display_name AS actor_name FROM audit
                LEFT JOIN account ON actor_kind = 'account' AND account.id = actor \(filter.clause) ORDER BY number DESC LIMIT ?
                """, arguments: filter.arguments + [query.limit]
        ).map(entry)
    }

    private static func recording(_ row: Row) throws -> RecordingRecord {
        guard let id = RecordingID(row["id"] as String), let session = SessionID(row["session"] as String),
            let interaction = InteractionID(row["interaction"] as String), let queue = QueueName(row["queue"]),
            let customer = CustomerID(row["customer"] as String), let agent = AgentID(row["agent"] as String),
            let state = Recording.State(rawValue: row["state"]), let location = RecordingRecord.Location(rawValue: row["location"])
        else { throw StorageError(.corrupt, "recording: bad row") }
        let purposes = (row["purposes"] as String).split(separator: ",").compactMap { ConsentPurpose(rawValue: String($0)) }
        var record = RecordingRecord(
            Recording(
                id: id, session: session, interaction: interaction, queue: queue, customer: customer, agent: agent,
                expectedAt: Instant(milliseconds: row["expected_at"]), purposes: purposes))
        record.state = state
        record.startedAt = instant(row, "started_at")
        record.endedAt = instant(row, "ended_at")
        record.retainUntil = instant(row, "retain_until")
        record.contents = try RowBody.decode(RecordingContents.self, row["body"])
        record.wrappedKey = (row["wrapped_key"] as Data?).map { [UInt8]($0) }
        record.location = location
        record.uploadedAt = instant(row, "uploaded_at")
        record.uploadAttempts = row["upload_attempts"]
        record.missing = (row["missing"] as String?).flatMap(RecordingLoss.init)
        record.erasedAt = instant(row, "erased_at")
        record.customerName = row["customer_name"]
        record.agentName = row["agent_name"]
        return record
    }

    private static func entry(_ row: Row) throws -> AuditEntry {
        let actor: AuditRecord.Actor? =
            switch row["actor_kind"] as String {
            case "account": AccountID(row["actor"] as String).map { .account($0) }
            case "api_key": .apiKey(row["actor"])
            default: .server
            }
        guard let actor else { throw StorageError(.corrupt, "audit: bad row") }
        return AuditEntry(
            number: row["number"],
            record: AuditRecord(
                at: Instant(milliseconds: row["at"]), actor: actor, action: row["action"],
                subject: AuditRecord.Subject(kind: row["subject_kind"], id: row["subject"]),
                queue: (row["queue"] as String?).flatMap { QueueName($0) }, detail: try RowBody.decode([String: String].self, row["detail"])
            ),
            actorName: row["actor_name"])
    }

    private static func instant(_ row: Row, _ column: String) -> Instant? {
        (row[column] as Int64?).map(Instant.init(milliseconds:))
    }

    /// Conditions that all have to hold.
    private struct Filter {
        private var conditions: [String] = []
        var arguments = StatementArguments()

        var clause: String { conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ") }

        mutating func add(_ condition: String, _ argument: some DatabaseValueConvertible) {
            conditions.append(condition)
            arguments += [argument]
        }

        mutating func add(_ column: String, among values: [String]) {
            // `IN ()` is no SQL everywhere; nothing is among nothing.
            guard !values.isEmpty else { return conditions.append("1 = 0") }
            conditions.append("\(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))")
            arguments += StatementArguments(values)
        }
    }
}
