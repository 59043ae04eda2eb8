public import Domain
import GRDB

extension SQLiteStore {
    public func dueLetters(_ kind: ContactAddress.Kind, at now: Instant, limit: Int) throws(StorageError) -> [OutgoingLetter] {
        try storing { try pool.read { try SQLiteReader.dueLetters($0, kind, at: now, limit: limit) } }
    }

    public func nextLetterAttempt(_ kind: ContactAddress.Kind, after now: Instant) throws(StorageError) -> Instant? {
        try storing { try pool.read { try SQLiteReader.nextLetterAttempt($0, kind, after: now) } }
    }

    public func letterCount(_ kind: ContactAddress.Kind) throws(StorageError) -> Int {
        try storing { try pool.read { try SQLiteReader.letterCount($0, kind) } }
    }
}
