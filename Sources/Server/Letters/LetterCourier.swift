import Domain
import Logging
import Outbound
import Storage

/// Carries the letters of one kind to the mail server or the SMS gateway. Each kind has its own, so that one that hangs does not hold up
/// the other.
struct LetterCourier: OutboxCourier {
    let kind: ContactAddress.Kind
    let store: any Store
    /// `nil`: not configured any more; what still waits, waits until it is too late.
    let sender: (any LetterSender)?
    let clock: ServerClock
    let log: Logger

    var name: String { "letters.\(kind.rawValue)" }

    func id(of item: OutgoingLetter) -> LetterID { item.letter.id }

    func due(at now: Instant, limit: Int) throws(StorageError) -> [OutgoingLetter] { try store.dueLetters(kind, at: now, limit: limit) }

    func nextAttempt(after now: Instant) throws(StorageError) -> Instant? { try store.nextLetterAttempt(kind, after: now) }

    func pendingCount() throws(StorageError) -> Int { try store.letterCount(kind) }

    func housekeeping(at now: Instant) -> [RecordChange] { [] }

    func deliver(_ item: OutgoingLetter, isCancelled: @escaping @Sendable () -> Bool) -> OutboxOutcome {
        guard clock.now <= item.letter.notAfter else {
            log.warning("a letter was not sent in time", metadata: metadata(item.letter, attempts: item.attempts))
            return .expired(.letterUpdate(item.letter.id, .removed), wasTried: false)
        }
        do throws(LetterError) {
            guard let sender else { throw .notConfigured }
            _ = try sender.send(item.letter, isCancelled: isCancelled)
            log.info("a letter was sent", metadata: metadata(item.letter, attempts: item.attempts + 1))
            return .delivered(.letterUpdate(item.letter.id, .removed))
        } catch .cancelled {
            return .cancelled
        } catch {
            return failed(item, error)
        }
    }

    private func failed(_ item: OutgoingLetter, _ error: LetterError) -> OutboxOutcome {
        let attempts = item.attempts + 1
        var metadata = metadata(item.letter, attempts: attempts)
        metadata["reason"] = "\(error)"
        if error.isFinal {
            log.error("a letter was refused and is given up", metadata: metadata)
            return .givenUp(.letterUpdate(item.letter.id, .removed))
        }
        let next = RetryPolicy.letters.nextAttempt(
            after: attempts, notAfter: item.letter.notAfter, at: clock.now, random: Double.random(in: 0..<1))
        guard let next else {
            log.error("a letter could not be sent in time", metadata: metadata)
            return .expired(.letterUpdate(item.letter.id, .removed), wasTried: true)
        }
        metadata["next"] = "\(next.rfc3339)"
        log.warning("a letter was not sent", metadata: metadata)
        return .failed(.letterUpdate(item.letter.id, .failed(attempts: attempts, nextAttemptAt: next)))
    }

    private func metadata(_ letter: Letter, attempts: Int) -> Logger.Metadata {
        ["letter": "\(letter.id)", "to": "\(letter.to.masked)", "attempts": "\(attempts)"]
    }
}

extension RetryPolicy {
    /// Closer together than a webhook's: somebody waits for the letter, and it ends sooner.
    fileprivate static let letters = {
        var policy = Self()
        policy.pauses = [.seconds(5), .seconds(10), .seconds(30), .seconds(60), .seconds(120), .seconds(300)]
        return policy
    }()
}
