import Foundation
import Synchronization

/// Sends one byte every few milliseconds until it is stopped.
final class Trickle: Sendable {
    private let socket: RawSocket
    private let isStopped = Mutex(false)
    private let pace = NSCondition()

    init(_ socket: RawSocket) { self.socket = socket }

    func start() {
        let thread = Thread { [self] in
            while !isStopped.withLock({ $0 }) {
                socket.send("x")
                pace.withLock { _ = pace.wait(until: Date(timeIntervalSinceNow: 0.05)) }
            }
        }
        thread.start()
    }

    func stop() {
        isStopped.withLock { $0 = true }
        pace.withLock { pace.broadcast() }
    }
}
