import CompactJSON
import Domain
import Foundation
import GRDB

/// Batches as SQL that SQLite and PostgreSQL both understand.
enum SQLiteWriter {
    /// One transaction. Of a thing that changed several times only the last state is written; every event is.
    static func write(_ batches: [CommitBatch], to database: Database) throws {
        let latest = LatestChanges(batches)
        for (number, batch) in batches.enumerated() {
            for (place, change) in batch.changes.enumerated() where latest.includes(place, of: number) { try write(change, to: database) }
            for event in batch.events {
                try run(
                    database, "INSERT INTO journal (at, kind, body) VALUES (?, ?, ?)",
                    [event.at.milliseconds, event.name, try RowBody.encode(event)])
            }
            for message in batch.outbox {
                try run(
                    database, "INSERT INTO outbox (id, topic, body, created_at, next_attempt_at) VALUES (?, ?, ?, ?, ?)",
                    [message.id, message.topic, message.body, message.createdAt.milliseconds, message.createdAt.milliseconds])
            }
            for record in batch.records { try write(record, to: database) }
        }
    }

    private static func write(_ change: StateChange, to database: Database) throws {
        switch change {
        case .ticket(let ticket):
            try run(
                database,
                """
                INSERT INTO ticket (id, queue, enqueued_at, body) VALUES (?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET queue = excluded.queue, body = excluded.body
                """,
                [ticket.id.description, ticket.queue.description, ticket.enqueuedAt.milliseconds, try RowBody.encode(ticket)])
        case .ticketRemoved(let id):
            try run(database, "DELETE FROM ticket WHERE id = ?", [id.description])
        case .agent(let agent):
            try run(
                database, "INSERT INTO agent (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                [agent.id.description, try RowBody.encode(agent)])
        case .session(let session):
            try run(
                database,
                "INSERT INTO session (id, interaction, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                [session.id.description, session.interaction.description, try RowBody.encode(session)])
        case .sessionRemoved(let id):
            try run(database, "DELETE FROM session WHERE id = ?", [id.description])
        case .interaction(let interaction):
            try write(interaction, to: database)
        case .assignment(let interaction, let record):
            try add(record, to: interaction, in: database)
        case .assignmentAccepted(let interaction, let number, let agent, let at):
            try accept(number, of: interaction, by: agent, at: at, in: database)
        case .assignmentRemoved(let interaction, let number):
            try removeAssignment(number, of: interaction, from: database)
        case .customer(let customer):
            try write(customer, to: database)
        case .chat(let session, let interaction, let message):
            try run(
                database,
                "INSERT INTO chat_message (id, session, interaction, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                [
                    message.id.description, session.description, interaction.description, message.at.milliseconds,
                    try RowBody.encode(message),
                ])
        case .recording(let recording):
            try announce(recording, to: database)
        case .block(let customer, let until?):
            try run(
                database, "INSERT INTO block (customer, until) VALUES (?, ?) ON CONFLICT (customer) DO UPDATE SET until = excluded.until",
                [customer.description, until.milliseconds])
        case .block(let customer, nil):
            try run(database, "DELETE FROM block WHERE customer = ?", [customer.description])
        case .queueWaits(let waits):
            try run(
                database, "INSERT INTO queue_waits (queue, body) VALUES (?, ?) ON CONFLICT (queue) DO UPDATE SET body = excluded.body",
                [waits.queue.description, try RowBody.encode(waits)])
        }
    }

    /// What is not known this time does not erase what was known before.
    private static func write(_ customer: Customer, to database: Database) throws {
        try run(
            database,
            """
            INSERT INTO customer (id, name, email, external_id) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = COALESCE(excluded.name, customer.name),
                email = COALESCE(excluded.email, customer.email), external_id = COALESCE(excluded.external_id, customer.external_id)
            """,
            [customer.id.description, customer.name?.description, customer.email?.description, customer.externalID?.description])
    }

    private static func write(_ record: RecordChange, to database: Database) throws {
        switch record {
        case .account(let record):
            try run(
                database,
                """
                INSERT INTO account (id, name, display_name, role, password, disabled, created_at, queues) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, role = excluded.role, password = excluded.password,
                    disabled = excluded.disabled, queues = excluded.queues
                """,
                [
                    record.account.id.description, record.account.name.description, record.account.displayName.description,
                    record.account.role.rawValue, record.password,
                    record.isDisabled ? 1 : 0, record.createdAt.milliseconds,
                    record.account.queues?.map(\.description).joined(separator: ","),
                ])
        case .webSession(let digest, let account, let createdAt, let expiresAt):
            try run(
                database, "INSERT INTO web_session (digest, account, created_at, expires_at) VALUES (?, ?, ?, ?)",
                [digest, account.description, createdAt.milliseconds, expiresAt.milliseconds])
        case .webSessionEnded(let digest):
            try run(database, "DELETE FROM web_session WHERE digest = ?", [digest])
        case .webSessionsEnded(let account):
            try run(database, "DELETE FROM web_session WHERE account = ?", [account.description])
        case .webSessionsExpired(let before):
            try run(database, "DELETE FROM web_session WHERE expires_at <= ?", [before.milliseconds])
        case .apiKey(let digest, let name, let createdAt):
            try run(
                database, "INSERT INTO api_key (digest, name, created_at) VALUES (?, ?, ?)", [digest, name, createdAt.milliseconds])
        case .customer(let customer):
            try write(customer, to: database)
        case .outboxDelivered(let id, let at):
            try run(database, "UPDATE outbox SET delivered_at = ? WHERE id = ?", [at.milliseconds, id])
        case .outboxFailed(let id, let attempts, let nextAttemptAt):
            try run(
                database, "UPDATE outbox SET attempts = ?, next_attempt_at = ? WHERE id = ?",
                [attempts, nextAttemptAt.milliseconds, id])
        case .outboxGivenUp(let id, let attempts):
            try run(database, "UPDATE outbox SET attempts = ?, next_attempt_at = ? WHERE id = ?", [attempts, OutboxRow.never, id])
        case .outboxPurged(let before):
            try run(database, "DELETE FROM outbox WHERE delivered_at < ?", [before.milliseconds])
        case .letter(let letter):
            try write(letter, to: database)
        case .letterUpdate(let id, let change):
            try update(id, change, in: database)
        case .heartbeat(let at):
            try run(
                database, "INSERT INTO heartbeat (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at",
                [at.milliseconds])
        case .recordingUpdate(let id, let change):
            try update(id, change, in: database)
        case .audit(let record):
            try write(record, to: database)
        case .routingPlan(let record):
            try run(
                database, "INSERT INTO routing_plan (version, published_at, account, note, body) VALUES (?, ?, ?, ?, ?)",
                [
                    record.version, record.publishedAt.milliseconds, record.publishedBy?.description, record.note?.description,
                    try RowBody.encode(record.plan),
                ])
        case .agentProfile(let agent, let profile):
            try run(
                database, "UPDATE account SET profile = ? WHERE id = ?", [try RowBody.encode(profile), agent.description])
        }
    }

    static func run(_ database: Database, _ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

enum OutboxRow {
    /// `next_attempt_at` of a message that was given up. An operator who sets it back to 0 has it sent after all.
    static let never = Int64.max
}

/// The value itself, as JSON in the row's `body`.
enum RowBody {
    static func encode(_ value: some Encodable) throws -> String {
        try CompactJSON.text(value)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
