import Domain
import Foundation
import Storage

/// What an administrator does from the command line; works beside a running server.
public struct Administration: Sendable {
    private let store: SQLiteStore
    private let clock = ServerClock()

    /// Opens the database of a data folder, creating it when it is not there.
    public init(dataFolder: String) throws {
        try DataFolder.prepare(dataFolder)
        var configuration = ServerConfiguration()
        configuration.dataFolder = dataFolder
        store = try SQLiteStore(path: configuration.databasePath)
    }

    /// - Parameters:
    ///   - displayName: what customers see; `nil`: the user name.
    ///   - queues: what a supervisor, manager or administrator may look into; empty: every queue.
    public func addUser(_ name: String, displayName: String?, role: String, queues: [String] = [], password: String) throws {
        guard let text = BoundedText<NameLimit>(name), text.description == name else {
            throw ConfigurationError("the user name must have 1–\(NameLimit.characters) characters, and no space at its ends")
        }
        let shown = displayName.flatMap { BoundedText<NameLimit>($0) }
        if let displayName, shown == nil {
            throw ConfigurationError("the display name '\(displayName)' must have 1–\(NameLimit.characters) characters")
        }
        guard let role = Role(rawValue: role) else {
            throw ConfigurationError("the role must be one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let scope = try queues.map { text in
            guard let queue = QueueName(text) else { throw ConfigurationError("'\(text)' is not a queue's name (a–z 0–9 -)") }
            return queue
        }
        guard try store.account(named: name) == nil else { throw ConfigurationError("there is already a user '\(name)'") }
        var source = IdentifierSource()
        try write(
            AccountRecord(
                account: Account(
                    id: AccountID(using: &source), name: text, displayName: shown, role: role, queues: scope.isEmpty ? nil : scope),
                password: try hash(password), createdAt: clock.now)
        )
    }

    public func setPassword(_ name: String, password: String) throws {
        var record = try find(name)
        record.password = try hash(password)
        try write(record, .webSessionsEnded(record.account.id))
    }

    public func setDisabled(_ name: String, _ isDisabled: Bool) throws {
        var record = try find(name)
        record.isDisabled = isDisabled
        try write(record, .webSessionsEnded(record.account.id))
    }

    /// One line a user: name, role, state, queues.
    public func users() throws -> [String] {
        try store.accounts().map { record in
            let queues = record.account.queues?.map(\.description).joined(separator: ",") ?? "all queues"
            return [record.account.name.description, record.account.role.rawValue, record.isDisabled ? "disabled" : "active", queues]
                .joined(separator: "\t")
        }
    }

    /// - Returns: the key; only its digest is kept.
    public func addAPIKey(_ name: String) throws -> String {
        guard let text = BoundedText<NameLimit>(name) else { throw ConfigurationError("the key needs a name") }
        let key = RandomToken()
        try store.commit([CommitBatch(records: [.apiKey(digest: key.digest, name: text.description, createdAt: clock.now)])])
        return key.text
    }

    private func find(_ name: String) throws -> AccountRecord {
        guard let record = try store.account(named: name) else { throw ConfigurationError("there is no user '\(name)'") }
        return record
    }

    private func hash(_ password: String) throws -> String {
        guard (PasswordHash.minimumLength...PasswordHash.maximumLength).contains(password.count) else {
            throw ConfigurationError(
                "the password must have \(PasswordHash.minimumLength)–\(PasswordHash.maximumLength) characters")
        }
        return try PasswordHash.make(password)
    }

    private func write(_ record: AccountRecord, _ more: RecordChange...) throws {
        try store.commit([CommitBatch(records: [.account(record)] + more)])
    }
}
