import Glibc

/// Processor time and threads of a process, by /proc.
struct ProcessFigures {
    /// Seconds.
    let user: Double
    let system: Double
    let threads: Int

    init(of pid: pid_t) throws {
        let stat = try ProcFile("/proc/\(pid)/stat").text
        // proc(5): behind the name in parentheses utime and stime are the 12th and 13th field, the number of threads is the 18th.
        let fields = stat[stat.index(after: stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        guard fields.count > 17, let user = Double(fields[11]), let system = Double(fields[12]), let threads = Int(fields[17]) else {
            throw LoadError("cannot read /proc/\(pid)/stat")
        }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        (self.user, self.system, self.threads) = (user / ticks, system / ticks, threads)
    }
}
