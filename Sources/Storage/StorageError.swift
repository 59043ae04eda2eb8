/// Why storage could not do what was asked. `code` is stable; `advice` tells an operator what to do.
public struct StorageError: Error, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Another process holds the database.
        case locked = "database_locked"
        case full = "disk_full"
        case readOnly = "database_read_only"
        case inputOutput = "disk_error"
        case cannotOpen = "database_cannot_open"
        case corrupt = "database_corrupt"
        /// A row was refused: a defect, or a name that is taken.
        case constraint
        /// The queue of writes is full.
        case overloaded = "storage_overloaded"
        case other = "database_error"
    }

    public let code: Code
    public let detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// The database as a whole cannot be written: what was to be written is kept and tried again, until an operator has helped if need be.
    public var isPassing: Bool {
        switch code {
        case .locked, .full, .readOnly, .inputOutput, .cannotOpen, .corrupt, .other: true
        // The database works; this one row is refused, or there was no room to wait.
        case .constraint, .overloaded: false
        }
    }

    public var advice: String {
        switch code {
        case .locked: "another process holds the database: end it (only one server may use a data folder)"
        case .full: "the disk is full: free some space; writing goes on by itself"
        case .readOnly: "the database or its folder is read-only: restore the write permission; writing goes on by itself"
        case .inputOutput: "the disk reports errors: look at the system log"
        case .cannotOpen: "the database cannot be opened: check that the data folder exists and belongs to this user"
        case .corrupt: "the database is damaged: restore a backup"
        case .constraint, .overloaded, .other: "see the detail"
        }
    }

    public var description: String { "\(code.rawValue): \(detail) (\(advice))" }
}
