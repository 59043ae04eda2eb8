import Foundation
import Synchronization

/// Runs password hashing on threads of its own, few at a time: guessing cannot take the whole machine or its memory.
final class HashingPool: Sendable {
    private static let width = 2
    private static let capacity = 32

    private let queue = OperationQueue()
    private let waiting = Mutex(0)

    init() {
        queue.maxConcurrentOperationCount = Self.width
        queue.name = "visavis-hashing"
    }

    /// `nil`: too many wait already.
    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result? {
        let isAdmitted = waiting.withLock { waiting in
            guard waiting < Self.capacity else { return false }
            waiting += 1
            return true
        }
        guard isAdmitted else { return nil }
        defer { waiting.withLock { $0 -= 1 } }
        return await withCheckedContinuation { continuation in
            queue.addOperation { continuation.resume(returning: work()) }
        }
    }
}
