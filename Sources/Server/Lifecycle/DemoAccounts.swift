import Domain
import Foundation
import Storage

/// An account made at the first start of a demo.
public struct DemoAccount: Codable, Sendable {
    public let name: String
    public let password: String
    public let role: String
}

enum DemoAccounts {
    private static let people: [(name: String, role: Role)] = [
        ("agent1", .agent), ("agent2", .agent), ("supervisor", .supervisor), ("manager", .manager), ("admin", .admin),
    ]
    /// No letters that look like others.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")

    /// Makes the accounts when there are none yet, and writes their passwords to `path` (mode 0600).
    /// - Returns: what was made; empty when there were accounts.
    static func prepare(_ store: some Store, _ path: String, at now: Instant) throws -> [DemoAccount] {
        guard try store.accounts().isEmpty else { return [] }
        var source = IdentifierSource()
        var records: [RecordChange] = []
        var accounts: [DemoAccount] = []
        for person in people {
            guard let name = BoundedText<NameLimit>(person.name) else { continue }
            let password = (0..<4).map { _ in String((0..<4).compactMap { _ in alphabet.randomElement() }) }.joined(separator: "-")
            let account = Account(id: AccountID(using: &source), name: name, role: person.role)
            records.append(.account(AccountRecord(account: account, password: try PasswordHash.make(password), createdAt: now)))
            accounts.append(DemoAccount(name: person.name, password: password, role: person.role.rawValue))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let data = try encoder.encode(accounts)
        // The file first: a crash in between leaves a file that the next start replaces, never accounts nobody can use.
        try? FileManager.default.removeItem(atPath: path)
        guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600]) else {
            throw ConfigurationError("\(path) cannot be written: check the data folder's permissions")
        }
        try store.commit([CommitBatch(records: records)])
        return accounts
    }
}
