import Domain
import Foundation
import Storage
import Testing

@Suite struct LetterTests {
    private let start = Instant(milliseconds: 1_700_000_000_000)
    private var ids = IdentifierSource(seed: 1)

    private mutating func letter(to address: String, after offset: Duration = .zero, text: String = "Bonjour") throws -> Letter {
        Letter(
            id: LetterID(using: &ids), to: try #require(ContactAddress(address)), subject: try #require(BoundedText("Rappel · é")),
            text: try #require(BoundedText(text)), createdAt: start + offset, notAfter: start + offset + .seconds(600))
    }

    @Test mutating func eachKindWaitsForItself() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        let mails = [try letter(to: "a@example.com", after: .seconds(1)), try letter(to: "b@example.com")]
        let message = try letter(to: "+33123456789", after: .seconds(5))
        try store.commit([CommitBatch(records: (mails + [message]).map(RecordChange.letter))])
        let due = try store.dueLetters(.email, at: start + .seconds(1), limit: 10)
        #expect(due == mails.reversed().map { OutgoingLetter(letter: $0, attempts: 0) })
        #expect(try store.dueLetters(.email, at: start + .seconds(1), limit: 1).map(\.letter.id) == [mails[1].id])
        #expect(try store.dueLetters(.phone, at: start + .seconds(1), limit: 10).isEmpty)
        #expect(try store.nextLetterAttempt(.phone, after: start) == start + .seconds(5))
        #expect(try store.nextLetterAttempt(.email, after: start + .seconds(1)) == nil)
        #expect(try store.letterCount(.email) == 2)
        #expect(try store.letterCount(.phone) == 1)
    }

    @Test mutating func aFailedLetterIsDueLater() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        let letter = try letter(to: "a@example.com")
        try store.commit([CommitBatch(records: [.letter(letter)])])
        let later = start + .seconds(10)
        try store.commit([CommitBatch(records: [.letterUpdate(letter.id, .failed(attempts: 2, nextAttemptAt: later))])])
        #expect(try store.dueLetters(.email, at: start + .seconds(9), limit: 10).isEmpty)
        #expect(try store.dueLetters(.email, at: later, limit: 10) == [OutgoingLetter(letter: letter, attempts: 2)])
    }

    /// Neither its row nor a free page of the file knows what stood in it.
    @Test mutating func whatHasGoneLeavesNothingBehind() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        let secret = "https://visavis.example/callback/5f0c"
        let letter = try letter(to: "marie@example.com", text: "Your link: \(secret)")
        try store.commit([CommitBatch(records: [.letter(letter)])])
        try store.commit([CommitBatch(records: [.letterUpdate(letter.id, .removed)])])
        #expect(try store.letterCount(.email) == 0)
        try store.close()
        let files = try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)
        for file in files {
            let bytes = try Data(contentsOf: file)
            #expect(bytes.range(of: Data(secret.utf8)) == nil && bytes.range(of: Data("marie".utf8)) == nil, "\(file.lastPathComponent)")
        }
    }

    /// All or nothing, with what it is about.
    @Test mutating func aLetterIsStoredWithItsBatchOrNotAtAll() throws {
        let folder = try Folder()
        let store = try SQLiteStore(path: folder.database)
        let letter = try letter(to: "a@example.com")
        #expect(throws: StorageError.self) { try store.commit([CommitBatch(records: [.letter(letter), .letter(letter)])]) }
        #expect(try store.letterCount(.email) == 0)
    }
}
