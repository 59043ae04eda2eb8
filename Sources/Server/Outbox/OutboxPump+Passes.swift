import DequeModule
import Dispatch
import Domain
import Logging
import Storage
import Synchronization

/// How much at once, and how often. (A generic type holds no static values.)
private enum Pace {
    static let deliveries = 4
    static let batch = 100
    static let pause = Duration.seconds(10)
    static let housekeeping = Duration.seconds(3_600)
}

/// One look at the outbox after the other.
extension OutboxPump {
    func pass() {
        let now = clock.now
        let (isStopping, pausedUntil) = state.withLock { state in
            state.isWoken = false
            return (state.isStopping, state.pausedUntil)
        }
        if isStopping { return }
        if let pausedUntil, pausedUntil > now { return setAlarm(at: pausedUntil) }
        keepHouse(at: now)
        do throws(StorageError) {
            while let item = try take(at: now) { start(item) }
            let next = try courier.nextAttempt(after: now)
            let housekeepingAt = state.withLock(\.housekeepingAt)
            setAlarm(at: min(next ?? housekeepingAt, housekeepingAt))
        } catch {
            log.error("an outbox cannot be read; its messages wait", metadata: ["outbox": "\(courier.name)", "error": "\(error)"])
            rest()
        }
    }

    /// Leaves the database alone for a while.
    func rest() {
        let until = clock.now + Pace.pause
        state.withLock { $0.pausedUntil = until }
        setAlarm(at: until)
    }

    /// The next message to deliver; `nil`: enough are being delivered, or none is due.
    private func take(at now: Instant) throws(StorageError) -> Courier.Item? {
        let (isFull, isEmpty, busy) = state.withLock { state in
            (state.isStopping || state.inFlight.count >= Pace.deliveries, state.ready.isEmpty, state.inFlight)
        }
        if isFull { return nil }
        if isEmpty {
            // Who is in flight is asked before the outbox is read: what has left since is delivered there, or has a later time.
            let due = try courier.due(at: now, limit: Pace.batch).filter { !busy.contains(courier.id(of: $0)) }
            state.withLock { $0.ready = .init(due) }
        }
        return state.withLock { state in
            guard let item = state.ready.popFirst() else { return nil }
            state.inFlight.insert(courier.id(of: item))
            return item
        }
    }

    private func keepHouse(at now: Instant) {
        let isDue = state.withLock { state in
            guard state.housekeepingAt <= now else { return false }
            state.housekeepingAt = now + Pace.housekeeping
            return true
        }
        guard isDue else { return }
        let records = courier.housekeeping(at: now)
        if !records.isEmpty { commits.submit(CommitBatch(records: records)) { _ in } }
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
