import DequeModule
import Dispatch
import Domain
import Logging
import Storage
import Synchronization

/// One look at the outbox after the other.
extension WebhookService {
    func pass() {
        let now = clock.now
        let (isStopping, pausedUntil) = state.withLock { state in
            state.isWoken = false
            return (state.isStopping, state.pausedUntil)
        }
        if isStopping { return }
        if let pausedUntil, pausedUntil > now { return setAlarm(at: pausedUntil) }
        purge(at: now)
        do throws(StorageError) {
            while let message = try take(at: now) { start(message) }
            let next = try store.nextOutboxAttempt(after: now)
            let purgeAt = state.withLock(\.purgeAt)
            setAlarm(at: min(next ?? purgeAt, purgeAt))
        } catch {
            log.error("the outbox cannot be read; webhooks wait", metadata: ["error": "\(error)"])
            rest()
        }
    }

    /// Leaves the database alone for a while.
    func rest() {
        let until = clock.now + Self.pause
        state.withLock { $0.pausedUntil = until }
        setAlarm(at: until)
    }

    /// The next message to post; `nil`: enough are being posted, or none is due.
    private func take(at now: Instant) throws(StorageError) -> OutboxMessage? {
        let (isFull, isEmpty, busy) = state.withLock { state in
            (state.isStopping || state.inFlight.count >= Self.maximumPosts, state.ready.isEmpty, state.inFlight)
        }
        if isFull { return nil }
        if isEmpty {
            // Who is in flight is asked before the outbox is read: what has left since is delivered there, or has a later time.
            let due = try store.dueOutbox(at: now, limit: Self.batch).filter { !busy.contains($0.id) }
            state.withLock { $0.ready = .init(due) }
        }
        return state.withLock { state in
            guard let message = state.ready.popFirst() else { return nil }
            state.inFlight.insert(message.id)
            return message
        }
    }

    private func purge(at now: Instant) {
        let isDue = state.withLock { state in
            guard state.purgeAt <= now else { return false }
            state.purgeAt = now + Self.purgeInterval
            return true
        }
        if isDue { commits.submit(CommitBatch(records: [.outboxPurged(deliveredBefore: now + (.zero - Self.retention))])) { _ in } }
    }

    /// Makes a pass at `instant`, unless an earlier one is due anyway: that one will look again.
    private func setAlarm(at instant: Instant) {
        let isNew = state.withLock { state in
            if let alarm = state.alarm, alarm <= instant { return false }
            state.alarm = instant
            return true
        }
        guard isNew else { return }
        let delay = max(1, (instant - clock.now).wholeMilliseconds)
        queue.asyncAfter(deadline: .now() + .milliseconds(Int(delay))) { [self] in
            state.withLock { if $0.alarm == instant { $0.alarm = nil } }
            pass()
        }
    }
}
