import Domain
import GRDB

enum SQLiteReader {
    static func desk(_ database: Database) throws -> DeskSnapshot {
        var snapshot = DeskSnapshot()
        snapshot.tickets = try bodies(database, Ticket.self, "SELECT body FROM ticket ORDER BY enqueued_at")
        snapshot.agents = try bodies(database, Agent.self, "SELECT body FROM agent")
        snapshot.sessions = try bodies(database, Session.self, "SELECT body FROM session")
        snapshot.interactions = try openInteractions(database)
        for row in try Row.fetchAll(database, sql: "SELECT customer, until FROM block") {
            guard let customer = CustomerID(row["customer"] as String) else { throw StorageError(.corrupt, "block: bad id") }
            snapshot.blocks[customer] = Instant(milliseconds: row["until"])
        }
        snapshot.waits = try bodies(database, QueueWaits.self, "SELECT body FROM queue_waits")
        for interaction in snapshot.interactions {
            let written = try messages(database, about: interaction.id)
            if !written.isEmpty { snapshot.messages[interaction.id] = written }
        }
        return snapshot
    }

    static func messages(_ database: Database, _ session: SessionID) throws -> [ChatMessage] {
        try bodies(database, ChatMessage.self, "SELECT body FROM chat_message WHERE session = ? ORDER BY at, id", [session.description])
    }

    static func messages(_ database: Database, about interaction: InteractionID) throws -> [ChatMessage] {
        try bodies(
            database, ChatMessage.self, "SELECT body FROM chat_message WHERE interaction = ? ORDER BY at, id", [interaction.description])
    }

    /// What belongs to a recording is read, and erased, with it.
    static func unrecordedMessages(_ database: Database, about interaction: InteractionID) throws -> [ChatMessage] {
        try bodies(
            database, ChatMessage.self,
            """
            SELECT body FROM chat_message WHERE interaction = ?
                AND NOT EXISTS (SELECT 1 FROM recording WHERE recording.session = chat_message.session) ORDER BY at, id
            """, [interaction.description])
    }

    static func account(_ database: Database, _ condition: String, _ arguments: StatementArguments) throws -> AccountRecord? {
        try Row.fetchOne(database, sql: "SELECT * FROM account WHERE \(condition)", arguments: arguments).map(account)
    }

    static func accounts(_ database: Database) throws -> [AccountRecord] {
        try Row.fetchAll(database, sql: "SELECT * FROM account ORDER BY name").map(account)
    }

    static func customer(_ database: Database, _ condition: String, _ arguments: StatementArguments) throws -> Customer? {
        try Row.fetchOne(database, sql: "SELECT * FROM customer WHERE \(condition)", arguments: arguments).map { row in
            guard let id = CustomerID(row["id"] as String) else { throw StorageError(.corrupt, "customer: bad id") }
            return Customer(
                id: id, name: (row["name"] as String?).flatMap(BoundedText.init),
                email: (row["email"] as String?).flatMap(BoundedText.init),
                externalID: (row["external_id"] as String?).flatMap(BoundedText.init))
        }
    }

    static func dueOutbox(_ database: Database, at now: Instant, limit: Int) throws -> [OutboxMessage] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM outbox WHERE delivered_at IS NULL AND next_attempt_at <= ? ORDER BY created_at, id LIMIT ?",
            arguments: [now.milliseconds, limit]
        ).map { row in
            OutboxMessage(
                id: row["id"], topic: row["topic"], body: row["body"], createdAt: Instant(milliseconds: row["created_at"]),
                attempts: row["attempts"])
        }
    }

    static func nextOutboxAttempt(_ database: Database, after now: Instant) throws -> Instant? {
        try Int64.fetchOne(
            database,
            sql: "SELECT MIN(next_attempt_at) FROM outbox WHERE delivered_at IS NULL AND next_attempt_at > ? AND next_attempt_at < ?",
            arguments: [now.milliseconds, OutboxRow.never]
        ).map(Instant.init(milliseconds:))
    }

    static func pendingOutboxCount(_ database: Database) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL AND next_attempt_at < ?", arguments: [OutboxRow.never])
            ?? 0
    }

    private static func account(_ row: Row) throws -> AccountRecord {
        guard let id = AccountID(row["id"] as String), let name = BoundedText<NameLimit>(row["name"] as String),
            let displayName = BoundedText<NameLimit>(row["display_name"] as String),
            let role = Role(rawValue: row["role"])
        else { throw StorageError(.corrupt, "account: bad row") }
        return AccountRecord(
            account: Account(
                id: id, name: name, displayName: displayName, role: role,
                queues: (row["queues"] as String?)?.split(separator: ",").compactMap { QueueName(String($0)) }),
            password: row["password"],
            isDisabled: (row["disabled"] as Int) != 0,
            createdAt: Instant(milliseconds: row["created_at"]))
    }

    static func bodies<Value: Decodable>(
        _ database: Database, _ type: Value.Type, _ sql: String, _ arguments: StatementArguments = []
    ) throws -> [Value] {
        try String.fetchAll(database, sql: sql, arguments: arguments).map { try RowBody.decode(type, $0) }
    }
}
