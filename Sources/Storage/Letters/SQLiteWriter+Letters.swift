import Domain
import GRDB

extension SQLiteWriter {
    static func write(_ letter: Letter, to database: Database) throws {
        try run(
            database,
            """
            INSERT INTO letter (id, kind, recipient, subject, text, created_at, not_after, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                letter.id.description, letter.to.kind.rawValue, letter.to.description, letter.subject.description, letter.text.description,
                letter.createdAt.milliseconds, letter.notAfter.milliseconds, letter.createdAt.milliseconds,
            ])
    }

    static func update(_ id: LetterID, _ update: LetterUpdate, in database: Database) throws {
        switch update {
        case .failed(let attempts, let nextAttemptAt):
            try run(
                database, "UPDATE letter SET attempts = ?, next_attempt_at = ? WHERE id = ?",
                [attempts, nextAttemptAt.milliseconds, id.description])
        case .removed:
            try run(database, "DELETE FROM letter WHERE id = ?", [id.description])
        }
    }
}
