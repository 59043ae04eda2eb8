import Domain
import GRDB
import Storage
import Testing

@Suite struct AuditTests {
    private let folder: Folder
    private let store: SQLiteStore

    init() throws {
        folder = try Folder()
        store = try SQLiteStore(path: folder.database)
    }

    private func record(_ number: Int64, queue: String?, by actor: AuditRecord.Actor = .server) -> AuditRecord {
        AuditRecord(
            at: Instant(milliseconds: number), actor: actor, action: "recording.viewed",
            subject: .init(kind: "recording", id: "r\(number)"),
            queue: queue.flatMap { QueueName($0) }, detail: ["n": "\(number)"])
    }

    @Test func entriesComeBackNewestFirstWithinTheQueuesAsked() throws {
        let records = [record(1, queue: "sales"), record(2, queue: "support", by: .apiKey("crm")), record(3, queue: nil)]
        try store.commit([CommitBatch(records: records.map { .audit($0) })])
        #expect(try store.audit(AuditQuery(limit: 10)).map(\.record) == records.reversed())
        var query = AuditQuery(limit: 10)
        query.queues = [try #require(QueueName("support"))]
        #expect(try store.audit(query).map(\.record) == [records[1]])
        query = AuditQuery(limit: 2)
        let page = try store.audit(query)
        query.before = page.last?.number
        #expect(try store.audit(query).map(\.record) == [records[0]])
        query = AuditQuery(limit: 10)
        query.actor = "crm"
        #expect(try store.audit(query).count == 1)
        query.subject = "r1"
        #expect(try store.audit(query).isEmpty)
    }

    @Test func whoeverDidItIsNamed() throws {
        var ids = IdentifierSource(seed: 5)
        let account = Account(
            id: AccountID(using: &ids), name: try #require(BoundedText("ana")), displayName: BoundedText("Ana Lima"), role: .manager,
            queues: [try #require(QueueName("sales"))])
        try store.commit([
            CommitBatch(records: [
                .account(AccountRecord(account: account, password: "x", createdAt: Instant(milliseconds: 1))),
                .audit(record(1, queue: nil, by: .account(account.id))),
            ])
        ])
        #expect(try store.audit(AuditQuery(limit: 1)).first?.actorName == "Ana Lima")
        #expect(try store.account(account.id)?.account == account)
    }

    @Test(arguments: ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
    func nobodyChangesWhatWasWritten(statement: String) throws {
        try store.commit([CommitBatch(records: [.audit(record(1, queue: nil))])])
        let intruder = try DatabaseQueue(path: folder.database)
        #expect(throws: DatabaseError.self) { try intruder.write { try $0.execute(sql: statement) } }
        #expect(try store.audit(AuditQuery(limit: 10)).count == 1)
    }
}
