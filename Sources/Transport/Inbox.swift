import CWebSockets
import Synchronization

/// How other threads reach a loop: commands are collected, and the loop is woken once a batch.
public struct Inbox<Command: Sendable>: Sendable {
    private let queue = InboxQueue<Command>()

    /// Commands posted before the loop runs are handled once it does.
    public init() {}

    /// Commands that wait.
    public var count: Int { queue.count }

    /// Hands `command` to the loop. `false` when the loop has ended: nobody will handle it.
    @discardableResult
    public func post(_ command: Command) -> Bool { queue.post(command) }

    func attach(waking context: OpaquePointer) { unsafe queue.attach(waking: context) }
    func end() { queue.end() }

    /// Takes all that waits, in exchange for an empty array whose capacity is used again.
    func take(into batch: inout [Command]) { queue.take(into: &batch) }
}

private final class InboxQueue<Command: Sendable>: Sendable {
    private struct State {
        var waiting: [Command] = []
        /// The context's address while there is one to wake. An integer, because a pointer may not cross threads unasked.
        var context: UInt = 0
        var hasEnded = false

        /// The one call of libwebsockets that is allowed off its thread. Made under the lock: `end` takes the same lock
        /// before the context goes, and waking a destroyed context is a crash.
        func wake() {
            if let context = unsafe OpaquePointer(bitPattern: context) { unsafe lws_cancel_service(context) }
        }
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.waiting.count } }

    func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.hasEnded else { return false }
            state.waiting.append(command)
            if state.waiting.count == 1 { state.wake() }
            return true
        }
    }

    func attach(waking context: OpaquePointer) {
        let address = UInt(bitPattern: context)
        state.withLock { state in
            state.context = address
            if !state.waiting.isEmpty { state.wake() }
        }
    }

    func end() {
        state.withLock { state in
            state.context = 0
            state.hasEnded = true
            state.waiting = []
        }
    }

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
}
