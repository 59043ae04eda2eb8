import Foundation
import Glibc

/// Where the figures were taken; without that they mean nothing.
struct Machine: Codable {
    let processor: String
    let cores: Int
    let memoryGiB: Int
    let kernel: String
    let system: String

    init() {
        processor = (try? ProcFile("/proc/cpuinfo"))?.value("model name") ?? "unknown"
        cores = Cores.count
        memoryGiB = ((try? ProcFile("/proc/meminfo").kibibytes("MemTotal:")) ?? 0) / (1024 * 1024)
        kernel = (try? ProcFile("/proc/sys/kernel/osrelease"))?.text.trimmingCharacters(in: .newlines) ?? "unknown"
        system = (try? ProcFile("/etc/os-release"))?.value("PRETTY_NAME") ?? "unknown"
    }
}
