public import Domain
import Foundation
import GRDB

/// The store on one SQLite file in WAL mode, every commit synced to disk.
public final class SQLiteStore: Store {
    let pool: DatabasePool

    /// Opens or creates the database and brings its schema up to date.
    public init(path: String) throws(StorageError) {
        pool = try storing {
            var configuration = Configuration()
            configuration.label = "visavis"
            configuration.busyMode = .timeout(0.5)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // What is forgotten is overwritten: an erased recording's key must not be found in a free page.
                try database.execute(sql: "PRAGMA secure_delete = ON")
            }
            let pool = try DatabasePool(path: path, configuration: configuration)
            try SQLiteMigrations.migrator.migrate(pool)
            // The writer changes the same pages again and again; the usual 2 MB do not hold those of a long queue.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA cache_size = -32768") }
            return pool
        }
    }

    /// Opens the database to look at it, beside a running server or without one: nothing can be written through it.
    public init(readingFrom path: String) throws(StorageError) {
        pool = try storing {
            var configuration = Configuration()
            configuration.label = "visavis, reading"
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let pool = try DatabasePool(path: path, configuration: configuration)
            guard try pool.read(SQLiteMigrations.migrator.hasCompletedMigrations) else {
                throw StorageError(.other, "the database is of an older version: start the server once")
            }
            return pool
        }
    }

    public func commit(_ batches: [CommitBatch]) throws(StorageError) {
        try storing {
            try pool.write { database in
                try SQLiteWriter.write(batches, to: database)
            }
        }
    }

    public func loadDesk() throws(StorageError) -> DeskSnapshot {
        try storing { try pool.read(SQLiteReader.desk) }
    }

    public func lastHeartbeat() throws(StorageError) -> Instant? {
        try storing { try pool.read { try Int64.fetchOne($0, sql: "SELECT at FROM heartbeat WHERE id = 1").map(Instant.init) } }
    }

    public func livingWebSessions(among digests: [String], at now: Instant) throws(StorageError) -> Set<String> {
        try storing {
            try pool.read { database in
                Set(
                    try digests.filter { digest in
                        try Bool.fetchOne(
                            database, sql: "SELECT EXISTS (SELECT 1 FROM web_session WHERE digest = ? AND expires_at > ?)",
                            arguments: [digest, now.milliseconds]) ?? false
                    })
            }
        }
    }

    public func account(named name: String) throws(StorageError) -> AccountRecord? {
        try storing { try pool.read { try SQLiteReader.account($0, "name = ?", [name]) } }
    }

    public func account(_ id: AccountID) throws(StorageError) -> AccountRecord? {
        try storing { try pool.read { try SQLiteReader.account($0, "id = ?", [id.description]) } }
    }

    public func accounts() throws(StorageError) -> [AccountRecord] {
        try storing { try pool.read(SQLiteReader.accounts) }
    }

    public func account(webSession digest: String, at now: Instant) throws(StorageError) -> AccountRecord? {
        try storing {
            try pool.read { database in
                try SQLiteReader.account(
                    database, "id = (SELECT account FROM web_session WHERE digest = ? AND expires_at > ?)", [digest, now.milliseconds])
            }
        }
    }

    public func hasAPIKey(digest: String) throws(StorageError) -> Bool {
        try storing {
            try pool.read {
                try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM api_key WHERE digest = ?)", arguments: [digest]) ?? false
            }
        }
    }

    public func customer(externalID: String) throws(StorageError) -> Customer? {
        try storing { try pool.read { try SQLiteReader.customer($0, "external_id = ?", [externalID]) } }
    }

    public func customer(_ id: CustomerID) throws(StorageError) -> Customer? {
        try storing { try pool.read { try SQLiteReader.customer($0, "id = ?", [id.description]) } }
    }

    public func dueOutbox(at now: Instant, limit: Int) throws(StorageError) -> [OutboxMessage] {
        try storing { try pool.read { try SQLiteReader.dueOutbox($0, at: now, limit: limit) } }
    }

    public func nextOutboxAttempt(after now: Instant) throws(StorageError) -> Instant? {
        try storing { try pool.read { try SQLiteReader.nextOutboxAttempt($0, after: now) } }
    }

    public func pendingOutboxCount() throws(StorageError) -> Int {
        try storing { try pool.read(SQLiteReader.pendingOutboxCount) }
    }

    /// Folds the write-ahead log back into the file and closes it.
    public func close() throws(StorageError) {
        try storing {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try pool.close()
        }
    }
}

/// Turns what the database throws into a `StorageError`.
func storing<Result>(_ body: () throws -> Result) throws(StorageError) -> Result {
    do {
        return try body()
    } catch let error as StorageError {
        throw error
    } catch let error as DatabaseError {
        throw StorageError(error)
    } catch {
        throw StorageError(.other, "\(error)")
    }
}

extension StorageError {
    init(_ error: DatabaseError) {
        let code: Code =
            switch error.resultCode.primaryResultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
            case .SQLITE_FULL: .full
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
            case .SQLITE_IOERR: .inputOutput
            case .SQLITE_CANTOPEN: .cannotOpen
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
            case .SQLITE_CONSTRAINT: .constraint
            default: .other
            }
        // Not the statement's arguments: they may hold personal data, and this text is logged.
        self.init(code, error.message ?? "result code \(error.resultCode.rawValue)")
    }
}
