public import Domain
import GRDB

extension SQLiteStore {
    public func recording(_ id: RecordingID) throws(StorageError) -> RecordingRecord? {
        try storing { try pool.read { try SQLiteReader.recording($0, id) } }
    }

    public func recordings(_ query: RecordingQuery) throws(StorageError) -> [RecordingRecord] {
        try storing { try pool.read { try SQLiteReader.recordings($0, query) } }
    }

    public func recordings(_ duty: RecordingDuty, limit: Int) throws(StorageError) -> [RecordingRecord] {
        try storing { try pool.read { try SQLiteReader.recordings($0, duty, limit: limit) } }
    }

    public func interaction(_ id: InteractionID) throws(StorageError) -> Interaction? {
        try storing { try pool.read { try SQLiteReader.interaction($0, id) } }
    }

    public func unrecordedMessages(about interaction: InteractionID) throws(StorageError) -> [ChatMessage] {
        try storing { try pool.read { try SQLiteReader.unrecordedMessages($0, about: interaction) } }
    }

    public func messages(of session: SessionID) throws(StorageError) -> [ChatMessage] {
        try storing { try pool.read { try SQLiteReader.messages($0, session) } }
    }

    public func apiKeyName(digest: String) throws(StorageError) -> String? {
        try storing { try pool.read { try String.fetchOne($0, sql: "SELECT name FROM api_key WHERE digest = ?", arguments: [digest]) } }
    }

    public func audit(_ query: AuditQuery) throws(StorageError) -> [AuditEntry] {
        try storing { try pool.read { try SQLiteReader.audit($0, query) } }
    }
}
