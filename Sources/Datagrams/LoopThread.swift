internal import CDatagrams
internal import Glibc
internal import Synchronization

/// A thread of our own with a name, which can be waited for.
///
/// Packets wait for it while other threads have the processor, so it asks for short slices: the kernel then lets it in as soon as it
/// wakes, as long as it uses no more than its share. A loop that needs most of a core would have used that up, and wait for a whole slice
/// of every other thread's: so it asks for a greater share, too, which only some processes may have.
final class LoopThread: Sendable {
    /// The shortest there is.
    static let sliceMicroseconds: UInt32 = 100
    /// Nine tenths of a core that one other thread wants as well.
    static let nice: Int32 = -10

    private let thread: Mutex<pthread_t?>

    init(name: String, body: @escaping @Sendable () -> Void) throws(DatagramError) {
        let start = unsafe Unmanaged.passRetained(ThreadStart(name: name, body: body))
        var thread = pthread_t()
        // pthread_create(thread, attributes, start routine, its argument)
        let result = unsafe pthread_create(&thread, nil, threadEntry, start.toOpaque())
        guard result == 0 else {
            unsafe start.release()
            throw .system(call: "pthread_create", errno: result)
        }
        self.thread = Mutex(thread)
    }

    /// Returns when the thread has ended. Once; from the thread itself never.
    func join() {
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let thread { pthread_join(thread, nil) }
    }
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) { (self.name, self.body) = (name, body) }
}

/// Feeds `pthread_create`; the argument is a retained `ThreadStart`.
private func threadEntry(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    let start = unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    unsafe visavis_thread_name(String(start.name.prefix(15)))
    // Where the kernel refuses, packets wait a little longer; nothing else depends on it.
    _ = visavis_thread_urgent(LoopThread.sliceMicroseconds, LoopThread.nice)
    start.body()
    return nil
}
