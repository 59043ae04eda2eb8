import Domain
import Foundation
import GRDB

extension SQLiteWriter {
    /// The row as the desk announces it. One that is there already is further on than its announcement.
    static func announce(_ recording: Recording, to database: Database) throws {
        try run(
            database,
            """
            INSERT INTO recording (id, session, interaction, queue, customer, agent, expected_at, state, purposes, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """,
            [
                recording.id.description, recording.session.description, recording.interaction.description, recording.queue.description,
                recording.customer.description, recording.agent.description, recording.expectedAt.milliseconds,
                Recording.State.expected.rawValue, recording.purposes.map(\.rawValue).joined(separator: ","),
                try RowBody.encode(RecordingContents()),
            ])
    }

    static func update(_ id: RecordingID, _ update: RecordingUpdate, in database: Database) throws {
        let row = id.description
        switch update {
        case .keyed(let key):
            try run(database, "UPDATE recording SET wrapped_key = ? WHERE id = ? AND erased_at IS NULL", [Data(key), row])
        case .started(let at):
            try run(
                database,
                """
                UPDATE recording SET state = CASE state WHEN 'expected' THEN 'recording' ELSE state END,
                    started_at = COALESCE(started_at, ?)
                WHERE id = ? AND state IN ('expected', 'recording', 'paused')
                """,
                [at.milliseconds, row])
        case .paused: try run(database, "UPDATE recording SET state = 'paused' WHERE id = ? AND state IN ('expected', 'recording')", [row])
        case .resumed:
            try run(
                database,
                """
                UPDATE recording SET state = CASE WHEN started_at IS NULL THEN 'expected' ELSE 'recording' END
                WHERE id = ? AND state = 'paused'
                """, [row])
        case .finished(let ending): try finish(row, ending, from: "'expected', 'recording', 'paused'", in: database)
        case .reduced(let state, let loss):
            try run(
                database, "UPDATE recording SET state = ?, missing = ? WHERE id = ? AND erased_at IS NULL",
                [state.rawValue, loss.rawValue, row])
        case .restored(let state, let loss):
            try run(
                database, "UPDATE recording SET state = ?, missing = ? WHERE id = ? AND erased_at IS NULL AND missing = 'files_missing'",
                [state.rawValue, loss?.rawValue, row])
        case .reopened(let ending): try finish(row, ending, from: "'failed'", in: database)
        case .uploadFailed(let attempts, let next):
            try run(
                database, "UPDATE recording SET upload_attempts = ?, upload_after = ? WHERE id = ?", [attempts, next.milliseconds, row])
        case .uploaded(let at): try run(database, "UPDATE recording SET uploaded_at = ? WHERE id = ?", [at.milliseconds, row])
        case .movedOut: try run(database, "UPDATE recording SET location = 'uploaded' WHERE id = ? AND erased_at IS NULL", [row])
        case .retained(let until):
            try run(
                database, "UPDATE recording SET retain_until = ? WHERE id = ? AND erased_at IS NULL", [until?.milliseconds, row])
        case .erased(let at):
            try run(
                database,
                "UPDATE recording SET erased_at = ?, wrapped_key = NULL, body = ? WHERE id = ? AND erased_at IS NULL",
                [at.milliseconds, try RowBody.encode(RecordingContents()), row])
            // What was written goes with what was said, unless another recording of the session is still kept.
            try run(
                database,
                """
                DELETE FROM chat_message WHERE session = (SELECT session FROM recording WHERE id = ?)
                    AND NOT EXISTS (SELECT 1 FROM recording AS other WHERE other.session = chat_message.session AND other.erased_at IS NULL)
                """,
                [row])
        case .erasedRemotely: try run(database, "UPDATE recording SET uploaded_at = NULL WHERE id = ? AND erased_at IS NOT NULL", [row])
        }
    }

    /// - Parameter states: those in which the row may be, as SQL.
    private static func finish(_ row: String, _ ending: RecordingEnding, from states: String, in database: Database) throws {
        try run(
            database,
            """
            UPDATE recording SET state = ?, started_at = COALESCE(started_at, ?), ended_at = ?, body = ?, missing = ?, retain_until = ?
            WHERE id = ? AND erased_at IS NULL AND state IN (\(states))
            """,
            [
                ending.state.rawValue, ending.startedAt?.milliseconds, ending.endedAt.milliseconds, try RowBody.encode(ending.contents),
                ending.missing?.rawValue, ending.retainUntil?.milliseconds, row,
            ])
    }

    static func write(_ record: AuditRecord, to database: Database) throws {
        let (kind, actor): (String, String) =
            switch record.actor {
            case .account(let id): ("account", id.description)
            case .apiKey(let name): ("api_key", name)
            case .server: ("server", "")
            }
        try run(
            database,
            """
            INSERT INTO audit (at, actor_kind, actor, action, subject_kind, subject, queue, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                record.at.milliseconds, kind, actor, record.action, record.subject.kind, record.subject.id, record.queue?.description,
                try RowBody.encode(record.detail),
            ])
    }
}
