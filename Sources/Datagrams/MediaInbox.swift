internal import Synchronization

/// Commands for a loop from other threads. Bounded: a loop that does not keep up is not buried under its mail.
final class MediaInbox<Command: Sendable>: Sendable {
    private struct State {
        var waiting: [Command] = []
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let event: WakeEvent

    init(capacity: Int, event: WakeEvent) {
        self.capacity = capacity
        self.event = event
    }

    /// Wakes the loop when it had nothing to do, once for all that is posted until it looks.
    func post(_ command: Command) -> PostResult {
        let (result, wakes) = state.withLock { state -> (PostResult, Bool) in
            guard !state.hasEnded else { return (.ended, false) }
            guard state.waiting.count < capacity else { return (.full, false) }
            state.waiting.append(command)
            return (.posted, state.waiting.count == 1)
        }
        if wakes { event.signal() }
        return result
    }

    /// Takes all that waits, in exchange for an empty array whose capacity is used again.
    func take(into batch: inout [Command]) {
        var empty = batch
        batch = []
        empty.removeAll(keepingCapacity: true)
        batch = state.withLock { state in
            let waiting = state.waiting
            state.waiting = empty
            return waiting
        }
    }

    /// Nothing is taken any more; what is there can still be taken out.
    func end() { state.withLock { $0.hasEnded = true } }
}

/// What became of a command.
public enum PostResult: Hashable, Sendable {
    case posted
    /// As many commands wait as the loop allows.
    case full
    /// The loop has been stopped: nobody will handle it.
    case ended
}
