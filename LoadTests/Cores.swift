import CLinux
import Glibc

/// The servers share one core, the load test has another: so the client never takes time from what it measures.
enum Cores {
    private static let allowed = current()
    static var count: Int { allowed.count }

    /// Moves the load test off the servers' core.
    static func takeClientCore() throws {
        guard let last = allowed.last, allowed.count > 1 else { throw LoadError("two cores are needed, one is available") }
        try pin(to: last)
    }

    /// What is started inside `body` inherits the servers' core.
    static func onServerCore<Result>(_ body: () throws -> Result) throws -> Result {
        try pin(to: allowed[0])
        defer { try? takeClientCore() }
        return try body()
    }

    private static func current() -> [Int] {
        var set = cpu_set_t()
        // sched_getaffinity(pid, size of the set, set)
        guard unsafe sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &set) == 0 else { return [] }
        return unsafe withUnsafeBytes(of: set) { bits in
            (0..<bits.count * 8).filter { unsafe bits[$0 / 8] & 1 << ($0 % 8) != 0 }
        }
    }

    private static func pin(to core: Int) throws {
        var set = cpu_set_t()
        unsafe withUnsafeMutableBytes(of: &set) { bits in unsafe bits[core / 8] |= 1 << (core % 8) }
        guard unsafe sched_setaffinity(0, MemoryLayout<cpu_set_t>.size, &set) == 0 else {
            throw LoadError.system("sched_setaffinity", errno)
        }
    }
}
