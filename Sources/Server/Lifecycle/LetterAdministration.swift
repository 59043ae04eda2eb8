import Domain
import Foundation
import Glibc
import Outbound
import Storage

/// Tries out from the command line whether letters arrive.
public struct LetterAdministration: Sendable {
    private let configuration: ServerConfiguration
    private let clock = ServerClock()

    public init(_ configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// Sends a test letter at once, past the outbox.
    /// - Returns: what the other side said.
    public func send(to text: String) throws -> String {
        let letter = try letter(to: text)
        guard let sender = try configuration.letters.sender(of: letter.to.kind) else { throw notConfigured(letter.to.kind) }
        // A connection that breaks is an error to be told, not our end.
        signal(SIGPIPE, SIG_IGN)
        do throws(LetterError) {
            return try sender.send(letter) { false }
        } catch {
            throw ConfigurationError("the letter was not taken: \(error.explanation)")
        }
    }

    /// Puts a test letter into the outbox of the stopped server, which sends it when it starts.
    public func store(to text: String) throws {
        let letter = try letter(to: text)
        guard configuration.letters.kinds.contains(letter.to.kind) else { throw notConfigured(letter.to.kind) }
        try DataFolder.prepare(configuration.dataFolder)
        let lock = try DataFolder.lock(configuration.dataFolder)
        defer { lock.release() }
        let store = try SQLiteStore(path: configuration.databasePath)
        try store.commit([CommitBatch(records: [.letter(letter)])])
        try store.close()
    }

    private func letter(to text: String) throws -> Letter {
        guard let address = ContactAddress(text) else {
            throw ConfigurationError(
                "--to: this is neither an e-mail address nor a phone number with its country, such as name@example.com or +33123456789")
        }
        let body = "This is a test. If you can read it, letters from \(configuration.letters.publicURL ?? "here") arrive."
        guard let subject = BoundedText<LineLimit>("Visavis test"), let text = BoundedText<LetterLimit>(body) else {
            throw ConfigurationError("VISAVIS_PUBLIC_URL is too long")
        }
        var source = IdentifierSource()
        let now = clock.now
        return Letter(
            id: LetterID(using: &source), to: address, subject: subject, text: text, createdAt: now, notAfter: now + .seconds(86_400))
    }

    private func notConfigured(_ kind: ContactAddress.Kind) -> ConfigurationError {
        switch kind {
        case .email: ConfigurationError("mail is not configured: VISAVIS_MAIL_URL, VISAVIS_MAIL_FROM and VISAVIS_PUBLIC_URL are needed")
        case .phone:
            ConfigurationError("SMS are not configured: VISAVIS_SMS_URL, VISAVIS_SMS_TOKEN_FILE and VISAVIS_PUBLIC_URL are needed")
        }
    }
}
