import Domain
import Foundation
import Logging
import Outbound
import Storage
import Synchronization

/// One message: the post, and what is written down of it.
extension WebhookService {
    /// Blocks while the receiver is asked.
    func deliver(_ message: OutboxMessage) {
        // The receiver compares the timestamp with its own clock: here the machine's time counts, not that of our deadlines.
        let wallClock = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        do throws(WebhookError) {
            try client.post(id: message.id, body: message.body, at: wallClock) { [self] in state.withLock(\.isCancelled) }
            write(.outboxDelivered(id: message.id, at: clock.now), of: message) { figures in
                figures.delivered += 1
                figures.pending -= 1
            }
        } catch .cancelled {
            // As if it had not been tried: it is due when the server is back.
            state.withLock { _ = $0.inFlight.remove(message.id) }
        } catch {
            failed(message, error)
        }
    }

    private func failed(_ message: OutboxMessage, _ error: WebhookError) {
        let attempts = message.attempts + 1
        let now = clock.now
        var metadata: Logger.Metadata = ["webhook": "\(message.id)", "attempts": "\(attempts)", "reason": "\(error)"]
        if let next = policy.nextAttempt(
            after: attempts, createdAt: message.createdAt, at: now, random: Double.random(in: 0..<1))
        {
            metadata["next"] = "\(next.rfc3339)"
            log.warning("a webhook was not delivered", metadata: metadata)
            write(.outboxFailed(id: message.id, attempts: attempts, nextAttemptAt: next), of: message) { $0.failed += 1 }
        } else {
            log.error("a webhook is given up; it stays in the outbox", metadata: metadata)
            write(.outboxGivenUp(id: message.id, attempts: attempts), of: message) { figures in
                figures.failed += 1
                figures.givenUp += 1
                figures.pending -= 1
            }
        }
    }

    /// The message stays in flight until its row says what became of it; otherwise the next pass would post it again.
    private func write(
        _ record: RecordChange, of message: OutboxMessage, counting count: @escaping @Sendable (inout WebhookFigures) -> Void
    ) {
        commits.submit(CommitBatch(records: [record])) { [self] result in
            state.withLock { state in
                state.inFlight.remove(message.id)
                if case .success = result { count(&state.figures) }
            }
            if case .failure(let error) = result {
                log.error("what became of a webhook could not be stored; it will be posted again", metadata: ["error": "\(error)"])
                rest()
            } else {
                wake()
            }
        }
    }

    static func secret(in path: String) throws -> WebhookSecret {
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
