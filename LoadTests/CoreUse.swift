import Glibc

/// Who used the processor during a measurement, in cores on average.
struct CoreUse: Codable {
    let server: Double
    let client: Double
    /// Everybody else on the machine. When this is not near 0 the measurement was disturbed.
    let others: Double
}

/// Takes the readings at both ends of a measurement.
struct CoreMeter {
    /// Processor time used so far, in seconds, and the moment of the reading.
    private typealias Reading = (at: UInt64, server: Double, client: Double, machine: Double)

    private let server: pid_t?
    private let start: Reading

    /// - Parameter server: `nil` when the load test itself is what is measured.
    init(server: pid_t?) throws {
        self.server = server
        start = try Self.read(server)
    }

    func use() throws -> CoreUse {
        let end = try Self.read(server)
        let seconds = Double(end.at - start.at) / Double(Clock.second)
        let server = (end.server - start.server) / seconds
        let client = (end.client - start.client) / seconds
        let others = max(0, (end.machine - start.machine) / seconds - server - client)
        return CoreUse(server: server.rounded(digits: 2), client: client.rounded(digits: 2), others: others.rounded(digits: 2))
    }

    private static func read(_ server: pid_t?) throws -> Reading {
        (Clock.now(), try server.map(seconds) ?? 0, try seconds(of: getpid()), try secondsOfMachine())
    }

    private static func seconds(of pid: pid_t) throws -> Double {
        let stat = try ProcFile("/proc/\(pid)/stat").text
        // proc(5): the name is in parentheses and may hold blanks; utime and stime are the 12th and 13th field behind it.
        let fields = stat[stat.index(after: stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw LoadError("cannot read /proc/\(pid)/stat")
        }
        return (user + system) / ticksPerSecond
    }

    /// What all processes, and the machine's other tenants, took together.
    private static func secondsOfMachine() throws -> Double {
        let fields = try ProcFile("/proc/stat").value("cpu ")?.split(separator: " ").compactMap { Double($0) } ?? []
        guard fields.count > 7 else { throw LoadError("cannot read /proc/stat") }
        // proc(5): user, nice, system, idle, iowait, irq, softirq, steal; interrupts belong to no process.
        return (fields[0] + fields[1] + fields[2] + fields[7]) / ticksPerSecond
    }

    private static var ticksPerSecond: Double { Double(sysconf(Int32(_SC_CLK_TCK))) }
}
