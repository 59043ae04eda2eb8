import Domain
import Foundation
import GRDB
import Storage
import Testing

/// A data folder that goes away with the test.
final class Folder {
    let url: URL
    var database: String { url.appending(path: "visavis.sqlite").path }

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "visavis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}

private let start = Instant(milliseconds: 1_700_000_000_000)

private func caller(_ name: String, _ ids: inout IdentifierSource) throws -> Caller {
    Caller(
        customer: Customer(id: CustomerID(using: &ids), name: BoundedText(name)), useCase: try #require(QueueName("advice")),
        language: .french, cart: Money(amount: 12_900, currency: "EUR"))
}

@Suite struct StoreTests {
    @Test func theDeskComesBackAsItWas() throws {
        let folder = try Folder()
        var ids = IdentifierSource(seed: 5)
        var desk = ServiceDesk(routing: RoutingPolicy(), sessions: SessionPolicy(), identifiers: ids)
        let ada = AgentID(using: &ids)
        desk.attachAgent(ada, name: try #require(BoundedText("Ada")), at: start)
        _ = try desk.setActivity(.available, of: ada, at: start)
        let cleo = try caller("Cleo", &ids)
        let dora = try caller("Dora", &ids)
        _ = try desk.startVisit(cleo, at: start)
        _ = try desk.startVisit(dora, at: start + .seconds(1))
        let offer = try #require(desk.offer(to: ada)).offer
        let session = try desk.acceptOffer(offer.id, by: ada, at: start + .seconds(2))
        _ = try desk.sendChat(
            try #require(BoundedText("Bonjour")), key: try #require(BoundedText("k")), in: session.id, by: session.agent.person,
            at: start + .seconds(3))
        let output = desk.takeOutput()
        do {
            let store = try SQLiteStore(path: folder.database)
            try store.commit([CommitBatch(events: output.events, changes: output.changes)])
            try store.close()
        }
        let snapshot = try SQLiteStore(path: folder.database).loadDesk()
        #expect(snapshot.tickets.map(\.customer) == [dora.customer.id])
        #expect(snapshot.sessions.map(\.id) == [session.id])
        #expect(snapshot.interactions.count == 2)
        #expect(snapshot.messages[session.interaction]?.map(\.text.description) == ["Bonjour"])
        let restored = ServiceDesk(restoring: snapshot, routing: RoutingPolicy(), sessions: SessionPolicy(), at: start + .seconds(9))
        #expect(restored.audit() == [])
        #expect(restored.ticket(of: dora.customer.id)?.ticket.enqueuedAt == start + .seconds(1))
        #expect(restored.session(of: cleo.customer.id)?.agentID == ada)
    }

    @Test func aFailingBatchLeavesNothingBehind() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        var ids = IdentifierSource(seed: 6)
        let account = Account(id: AccountID(using: &ids), name: try #require(BoundedText("ada")), role: .agent)
        let twin = Account(id: AccountID(using: &ids), name: try #require(BoundedText("ada")), role: .agent)
        let records: [RecordChange] = [account, twin].map { .account(AccountRecord(account: $0, password: "x", createdAt: start)) }
        #expect { try store.commit([CommitBatch(records: records)]) } throws: { ($0 as? StorageError)?.code == .constraint }
        #expect(try store.accounts().isEmpty)
    }

    @Test func whatIsNotKnownThisTimeDoesNotEraseWhatWasKnown() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        var ids = IdentifierSource(seed: 8)
        let id = CustomerID(using: &ids)
        try store.commit([
            CommitBatch(records: [.customer(Customer(id: id, name: BoundedText("Cleo"), externalID: BoundedText("crm-7")))]),
            CommitBatch(records: [.customer(Customer(id: id))]),
        ])
        #expect(try store.customer(externalID: "crm-7")?.name?.description == "Cleo")
    }

    @Test func quotesInNamesAreOnlyQuotes() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        let name = "Robert'); DROP TABLE account;--"
        var ids = IdentifierSource(seed: 9)
        let account = Account(id: AccountID(using: &ids), name: try #require(BoundedText(name)), role: .admin)
        try store.commit([CommitBatch(records: [.account(AccountRecord(account: account, password: "x", createdAt: start))])])
        #expect(try store.account(named: name)?.account == account)
        #expect(try store.account(named: "' OR '1'='1") == nil)
    }

    @Test func anExpiredWebSessionIsNobody() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        var ids = IdentifierSource(seed: 10)
        let account = Account(id: AccountID(using: &ids), name: try #require(BoundedText("ada")), role: .agent)
        try store.commit([
            CommitBatch(records: [
                .account(AccountRecord(account: account, password: "x", createdAt: start)),
                .webSession(digest: "d", account: account.id, createdAt: start, expiresAt: start + .seconds(60)),
            ])
        ])
        #expect(try store.account(webSession: "d", at: start + .seconds(59))?.account == account)
        #expect(try store.account(webSession: "d", at: start + .seconds(60)) == nil)
    }
}
