import Glibc

/// SIGINT and SIGTERM, taken between two turns of the loop: the run then ends by an error, and the servers that it
/// started are stopped on the way out like after any other error.
struct Interruption {
    private var signals = sigset_t()

    init() {
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGINT)
        unsafe sigaddset(&signals, SIGTERM)
        // sigprocmask(how, set, previous set)
        unsafe sigprocmask(SIG_BLOCK, &signals, nil)
    }

    func check() throws {
        var wanted = signals
        var none = timespec()
        // sigtimedwait(set, information, timeout): a zero timeout polls.
        let signal = unsafe sigtimedwait(&wanted, nil, &none)
        if signal > 0 { throw LoadError("interrupted by signal \(signal)") }
    }
}
