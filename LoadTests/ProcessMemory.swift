import Glibc

/// What /proc says about a process's memory, in bytes.
struct ProcessMemory: Codable {
    let residentBytes: Int
    let proportionalBytes: Int

    init(of pid: pid_t) throws {
        residentBytes = try ProcFile("/proc/\(pid)/status").kibibytes("VmRSS:") * 1024
        proportionalBytes = try ProcFile("/proc/\(pid)/smaps_rollup").kibibytes("Pss:") * 1024
    }
}
