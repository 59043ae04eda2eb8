import Domain
import Foundation
import Logging
import Outbound
import Storage

/// Tells the one receiver of webhooks.
struct WebhookCourier: OutboxCourier {
    /// How long delivered messages are kept.
    private static let retention = Duration.seconds(7 * 24 * 3_600)

    let name = "webhooks"
    let store: any Store
    let client: WebhookClient
    let clock: ServerClock
    let log: Logger
    private let policy = RetryPolicy()

    /// `nil` when no receiver is configured.
    /// - Throws: `ConfigurationError` when the secret cannot be used.
    init?(_ configuration: ServerConfiguration, store: any Store, clock: ServerClock, log: Logger) throws {
        guard let url = configuration.webhookURL, let path = configuration.webhookSecretPath else { return nil }
        client = WebhookClient(url: url, secret: try Self.secret(in: path), allowsPrivate: configuration.allowsPrivateWebhooks)
        self.store = store
        self.clock = clock
        self.log = log
    }

    func id(of message: OutboxMessage) -> String { message.id }

    func due(at now: Instant, limit: Int) throws(StorageError) -> [OutboxMessage] { try store.dueOutbox(at: now, limit: limit) }

    func nextAttempt(after now: Instant) throws(StorageError) -> Instant? { try store.nextOutboxAttempt(after: now) }

    func pendingCount() throws(StorageError) -> Int { try store.pendingOutboxCount() }

    func housekeeping(at now: Instant) -> [RecordChange] { [.outboxPurged(deliveredBefore: now + (.zero - Self.retention))] }

    func deliver(_ message: OutboxMessage, isCancelled: @escaping @Sendable () -> Bool) -> OutboxOutcome {
        // The receiver compares the timestamp with its own clock: here the machine's time counts, not that of our deadlines.
        let wallClock = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        do throws(WebhookError) {
            try client.post(id: message.id, body: message.body, at: wallClock, isCancelled: isCancelled)
            return .delivered(.outboxDelivered(id: message.id, at: clock.now))
        } catch .cancelled {
            return .cancelled
        } catch {
            return failed(message, error)
        }
    }

    private func failed(_ message: OutboxMessage, _ error: WebhookError) -> OutboxOutcome {
        let attempts = message.attempts + 1
        var metadata: Logger.Metadata = ["webhook": "\(message.id)", "attempts": "\(attempts)", "reason": "\(error)"]
        let next = policy.nextAttempt(
            after: attempts, createdAt: message.createdAt, at: clock.now, random: Double.random(in: 0..<1))
        guard let next else {
            log.error("a webhook is given up; it stays in the outbox", metadata: metadata)
            return .givenUp(.outboxGivenUp(id: message.id, attempts: attempts))
        }
        metadata["next"] = "\(next.rfc3339)"
        log.warning("a webhook was not delivered", metadata: metadata)
        return .failed(.outboxFailed(id: message.id, attempts: attempts, nextAttemptAt: next))
    }

    private static func secret(in path: String) throws -> WebhookSecret {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines) else {
            throw ConfigurationError("VISAVIS_WEBHOOK_SECRET_FILE: \(path) cannot be read")
        }
        guard let secret = WebhookSecret(text) else {
            throw ConfigurationError(
                "VISAVIS_WEBHOOK_SECRET_FILE: \(path) must hold \(WebhookSecret.minimumBytes) bytes or more, or whsec_ and base64 of them")
        }
        return secret
    }
}

typealias WebhookService = OutboxPump<WebhookCourier>

extension OutboxPump<WebhookCourier> {
    /// `nil` when no receiver is configured.
    /// - Throws: `ConfigurationError` when the secret cannot be used, `StorageError`.
    convenience init?(_ configuration: ServerConfiguration, store: any Store, commits: CommitQueue, clock: ServerClock, log: Logger) throws
    {
        guard let courier = try WebhookCourier(configuration, store: store, clock: clock, log: log) else { return nil }
        try self.init(courier, commits: commits, clock: clock, log: log)
    }
}
