import Domain
import GRDB

extension SQLiteReader {
    static func dueLetters(_ database: Database, _ kind: ContactAddress.Kind, at now: Instant, limit: Int) throws -> [OutgoingLetter] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM letter WHERE kind = ? AND next_attempt_at <= ? ORDER BY created_at, id LIMIT ?",
            arguments: [kind.rawValue, now.milliseconds, limit]
        ).map(letter)
    }

    static func nextLetterAttempt(_ database: Database, _ kind: ContactAddress.Kind, after now: Instant) throws -> Instant? {
        try Int64.fetchOne(
            database, sql: "SELECT MIN(next_attempt_at) FROM letter WHERE kind = ? AND next_attempt_at > ?",
            arguments: [kind.rawValue, now.milliseconds]
        ).map(Instant.init(milliseconds:))
    }

    static func letterCount(_ database: Database, _ kind: ContactAddress.Kind) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM letter WHERE kind = ?", arguments: [kind.rawValue]) ?? 0
    }

    private static func letter(_ row: Row) throws -> OutgoingLetter {
        guard let id = LetterID(row["id"] as String), let to = ContactAddress(row["recipient"] as String),
            to.kind.rawValue == row["kind"], let subject = BoundedText<LineLimit>(row["subject"]),
            let text = BoundedText<LetterLimit>(row["text"])
        else { throw StorageError(.corrupt, "letter: bad row") }
        let letter = Letter(
            id: id, to: to, subject: subject, text: text, createdAt: Instant(milliseconds: row["created_at"]),
            notAfter: Instant(milliseconds: row["not_after"]))
        return OutgoingLetter(letter: letter, attempts: row["attempts"])
    }
}
