import Domain
import GRDB

extension SQLiteWriter {
    static func write(_ interaction: Interaction, to database: Database) throws {
        try run(
            database,
            """
            INSERT INTO interaction (id, customer, queue, enqueued_at, answered_at, ended_at, outcome, closed, called_back, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET queue = excluded.queue, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
                outcome = excluded.outcome, closed = excluded.closed, called_back = excluded.called_back,
                body = excluded.body
            """,
            [
                interaction.id.description, interaction.caller.customer.id.description, interaction.queue.description,
                interaction.enqueuedAt.milliseconds, interaction.answeredAt?.milliseconds, interaction.endedAt?.milliseconds,
                interaction.outcome?.rawValue, interaction.isClosed ? 1 : 0,
                interaction.callbackRequestedAt == nil ? 0 : 1, try RowBody.encode(interaction),
            ])
    }

    /// Once: what comes later has columns of its own.
    static func add(_ record: AssignmentRecord, to interaction: InteractionID, in database: Database) throws {
        try run(
            database,
            // A repaired interaction counts from 0 again; what it writes over is older than the repair.
            """
            INSERT INTO assignment (interaction, number, body, accepted_by, accepted_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (interaction, number) DO UPDATE SET body = excluded.body, accepted_by = excluded.accepted_by,
                accepted_at = excluded.accepted_at
            """,
            [
                interaction.description, record.number, try RowBody.encode(record), record.acceptedBy?.description,
                record.acceptedAt?.milliseconds,
            ])
    }

    static func accept(_ number: Int, of interaction: InteractionID, by agent: AgentID, at instant: Instant, in database: Database) throws {
        try run(
            database, "UPDATE assignment SET accepted_by = ?, accepted_at = ? WHERE interaction = ? AND number = ?",
            [agent.description, instant.milliseconds, interaction.description, number])
    }

    static func removeAssignment(_ number: Int, of interaction: InteractionID, from database: Database) throws {
        try run(database, "DELETE FROM assignment WHERE interaction = ? AND number = ?", [interaction.description, number])
    }
}
