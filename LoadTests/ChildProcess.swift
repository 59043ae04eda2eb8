import CLinux
import Foundation
import Glibc

/// A process that the load test started, with its output in a file.
final class ChildProcess {
    let pid: pid_t
    private let name: String
    private let log: String
    /// Readable when the process has ended: pidfd_open(2).
    private let ending: Int32
    private var isReaped = false

    /// - Parameter input: a file that becomes the standard input.
    init(
        _ executable: String, _ arguments: [String], environment: [String: String], input: String = "/dev/null", log: String,
        cores: Cores.Share = .serversCore
    ) throws {
        name = URL(filePath: executable).lastPathComponent
        self.log = log
        let pid = try Cores.on(cores) {
            try Self.spawn([executable] + arguments, ProcessInfo.processInfo.environment.merging(environment) { $1 }, input, log)
        }
        self.pid = pid
        ending = load_pidfd_open(pid)
        guard ending >= 0 else {
            let reason = errno
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            throw LoadError.system("pidfd_open", reason)
        }
    }

    deinit { close(ending) }

    /// Waits for the end of a short command.
    func succeed() throws {
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        // wait(2): the signal that ended it in the low seven bits, the exit code in the second byte.
        let reason = status & 0x7f != 0 ? "signal \(status & 0x7f)" : "exit code \(status >> 8)"
        guard status == 0 else { throw LoadError("\(name) failed with \(reason):\n\(logTail)") }
    }

    /// Asks until `isReady`, for neither server tells its starter when it listens; a process that ends before that is an error that shows
    /// what it said, at once.
    func waitUntil(ready isReady: () -> Bool, seconds: Int) throws {
        let deadline = Clock.now() + UInt64(seconds) * Clock.second
        while !isReady() {
            guard Clock.now() < deadline else { throw LoadError("\(name) was not ready after \(seconds) s:\n\(logTail)") }
            if waitForEnd(milliseconds: 20) { throw LoadError("\(name) did not start:\n\(logTail)") }
        }
    }

    /// Takes the process off its core while another one is measured on it.
    func pause() { kill(pid, SIGSTOP) }
    func proceed() { kill(pid, SIGCONT) }

    func stop() {
        guard isRunning else { return }
        proceed()
        kill(pid, SIGTERM)
        if waitForEnd(milliseconds: 10_000) { return }
        kill(pid, SIGKILL)
        _ = waitForEnd(milliseconds: -1)
    }

    /// Sleeps until the process has ended or the time is over; -1 waits as long as it takes.
    private func waitForEnd(milliseconds: Int32) -> Bool {
        var set = pollfd(fd: ending, events: Int16(POLLIN), revents: 0)
        // poll(descriptors, their count, timeout in ms)
        while unsafe poll(&set, 1, milliseconds) < 0, errno == EINTR {}
        return !isRunning
    }

    /// The same error, with the end of what the process wrote.
    func explaining(_ error: any Error) -> LoadError {
        LoadError(logTail.isEmpty ? "\(error)" : "\(error)\nThe last words of \(name):\n\(logTail)")
    }

    private var logTail: String {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(20).joined(separator: "\n")
    }

    private var isRunning: Bool {
        if isReaped { return false }
        var status: Int32 = 0
        isReaped = unsafe waitpid(pid, &status, WNOHANG) != 0
        return !isReaped
    }

    private static func spawn(_ command: [String], _ environment: [String: String], _ input: String, _ log: String) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        // posix_spawn_file_actions_addopen(actions, descriptor, path, flags, mode)
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)

        // The load test blocks the signals that it polls for; a child would inherit that and not stop on SIGTERM.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let words = CStrings(command)
        let settings = CStrings(environment.map { "\($0)=\($1)" })
        var pid: pid_t = 0
        // posix_spawn(pid, path, file actions, attributes, argv, envp)
        let result = unsafe posix_spawn(&pid, command[0], &actions, &attributes, words.pointers, settings.pointers)
        guard result == 0 else { throw LoadError("cannot start \(command[0]): \(SystemCalls.describe(result))") }
        return pid
    }
}

/// A null-terminated array of C strings, freed with its owner.
@safe private final class CStrings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        unsafe pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { unsafe (pointers + index).initialize(to: strdup(string)) }
        unsafe (pointers + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { unsafe free(pointers[index]) }
        unsafe pointers.deallocate()
    }
}
