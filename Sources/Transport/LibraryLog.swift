import CWebSockets
import Glibc
import Synchronization

/// libwebsockets has one log for the process and says nothing of which context a line is about. Its lines come on the
/// thread of the loop that they are about, so they are told apart by thread.
enum LibraryLog {
    private static let sinks = Mutex<[UInt: @Sendable (String) -> Void]>([:])

    private static var thread: UInt { UInt(pthread_self()) }

    /// Sends errors logged on this thread to `sink`, and everything else nowhere.
    static func collect(_ sink: @escaping @Sendable (String) -> Void) {
        let thread = thread
        sinks.withLock { $0[thread] = sink }
        unsafe lws_set_log_level(1, libraryLogCallback)  // LLL_ERR
    }

    static func end() {
        let thread = thread
        sinks.withLock { $0[thread] = nil }
    }

    static func emit(_ line: String) {
        let thread = thread
        let sink = sinks.withLock { $0[thread] }
        sink?(line)
    }
}

/// Feeds `lws_set_log_level`; the line ends with a newline.
private func libraryLogCallback(_ level: Int32, _ line: UnsafePointer<CChar>?) {
    guard let line = unsafe line else { return }
    LibraryLog.emit(unsafe String(cString: line).split(separator: "\n").joined(separator: " "))
}
