import Foundation

/// Instructions in user space, counted by callgrind: repeatable where processor time is not, and blind for the kernel's part.
struct InstructionFigures: Codable {
    let packets: Int
    let perPacket: Double
    /// Calls of malloc and its like: by the SRTP library and what it encrypts with, and by everybody else.
    let libraryAllocationsPerPacket: Double
    let ownAllocationsPerPacket: Double
    /// Who asks for memory, a packet.
    let allocationsPerPacket: [String: Double]

    private static let encryption = [
        "libsrtp", "libnspr", "libnss", "libfreebl", "libsoftokn", "libplds", "libplc", "libcrypto", "libIPSec_MB",
    ]

    init(_ profile: CallgrindProfile, packets: Int) {
        self.packets = packets
        perPacket = (Double(profile.instructions) / Double(packets)).rounded(digits: 0)
        var (library, own) = (0, 0)
        for (object, count) in profile.allocations {
            if Self.encryption.contains(where: { object.hasPrefix($0) }) { library += count } else { own += count }
        }
        libraryAllocationsPerPacket = (Double(library) / Double(packets)).rounded(digits: 2)
        // Timers and reports allocate a little, over many packets.
        ownAllocationsPerPacket = (Double(own) / Double(packets)).rounded(digits: 1)
        allocationsPerPacket = profile.allocations.mapValues { (Double($0) / Double(packets)).rounded(digits: 3) }.filter { $0.value > 0 }
    }
}

/// Runs a server under callgrind, which counts only while it is told to.
struct InstructionCount {
    static let valgrind = "/usr/bin/valgrind"
    private static let control = "/usr/bin/callgrind_control"
    /// A server of a thread or more a call has more than valgrind's 500.
    private static let threads = 4_000

    private let profile: String
    private let log: String

    private let preload: String

    init(name: String, folder: WorkFolder) throws {
        profile = folder.file("callgrind-\(name)")
        log = folder.file("callgrind-control.log")
        preload = folder.file("sigsuspend.so")
        try folder.write(Self.signalWait, to: "sigsuspend.c")
        let arguments = ["-shared", "-fPIC", "-o", preload, folder.file("sigsuspend.c")]
        try ChildProcess("/usr/bin/cc", arguments, environment: [:], log: folder.file("cc.log")).succeed()
    }

    /// Valgrind 3.19 writes to the signal mask that it is given, which libdispatch keeps in read-only memory.
    private static let signalWait = """
        #define _GNU_SOURCE
        #include <signal.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        int sigsuspend(const sigset_t *mask) { sigset_t copy = *mask; return (int)syscall(SYS_rt_sigsuspend, &copy, 8); }

        """

    /// For a server that uses libdispatch.
    var environment: [String: String] { ["LD_PRELOAD": preload] }

    var wrapper: [String] {
        [
            Self.valgrind, "--tool=callgrind", "--instr-atstart=no", "--callgrind-out-file=\(profile)", "--max-threads=\(Self.threads)",
            "--fair-sched=yes",
        ]
    }

    /// A copy that this version of valgrind can read: it stumbles over newer debug information.
    static func readable(_ executable: String, in folder: WorkFolder) throws -> String {
        let copy = folder.file("stripped")
        try ChildProcess("/usr/bin/strip", ["--strip-debug", "-o", copy, executable], environment: [:], log: folder.file("strip.log"))
            .succeed()
        return copy
    }

    /// - Parameter crowd: Through a server that `wrapper` runs; the server is stopped afterwards.
    func run(_ crowd: MediaCrowd, packets: Int, window: Int) throws -> InstructionFigures {
        try command("on", crowd)
        let forwarded = try crowd.saturate(window: window, packets: packets, timeout: 600)
        try command("off", crowd)
        crowd.server.stop()
        guard let text = try? String(contentsOfFile: profile, encoding: .utf8) else { throw LoadError("callgrind wrote no profile") }
        return InstructionFigures(CallgrindProfile(text), packets: forwarded)
    }

    private func command(_ state: String, _ crowd: MediaCrowd) throws {
        try ChildProcess(Self.control, ["-i", state, "\(crowd.server.process.pid)"], environment: [:], log: log).succeed()
    }
}
