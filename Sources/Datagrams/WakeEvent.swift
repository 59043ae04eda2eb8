internal import CDatagrams
internal import Glibc

/// An eventfd: how a thread that sleeps in the kernel is woken. Any thread may signal it.
final class WakeEvent: Sendable {
    let descriptor: Int32

    init() throws(DatagramError) {
        descriptor = visavis_event_create()
        if descriptor < 0 { throw .system(call: "eventfd", errno: -descriptor) }
    }

    deinit { close(descriptor) }

    func signal() { visavis_event_signal(descriptor) }
}
