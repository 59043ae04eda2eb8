import CLinux
import Glibc

/// The servers share one core, the load test has another: so the client never takes time from what it measures. Where what is asked for
/// is a whole machine's, nobody is confined.
enum Cores {
    /// Where a server may run.
    enum Share { case serversCore, everyCore }

    private static let allowed = current()
    static var count: Int { allowed.count }

    /// Moves the load test off the servers' core.
    static func takeClientCore() throws {
        guard let last = allowed.last, allowed.count > 1 else { throw LoadError("two cores are needed, one is available") }
        try pin(to: [last])
    }

    /// The load test runs wherever there is room.
    static func takeEveryCore() throws { try pin(to: allowed) }

    /// What is started inside `body` inherits these cores; the load test stays where it is.
    static func on<Result>(_ share: Share, _ body: () throws -> Result) throws -> Result {
        let before = current()
        try pin(to: share == .everyCore ? allowed : [allowed[0]])
        defer { try? pin(to: before) }
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

    private static func pin(to cores: [Int]) throws {
        var set = cpu_set_t()
        unsafe withUnsafeMutableBytes(of: &set) { bits in for core in cores { unsafe bits[core / 8] |= 1 << (core % 8) } }
        guard unsafe sched_setaffinity(0, MemoryLayout<cpu_set_t>.size, &set) == 0 else {
            throw LoadError.system("sched_setaffinity", errno)
        }
    }
}
