import Foundation
import Glibc
import Transport

/// Turns signals into commands: SIGTERM and SIGINT drain, SIGHUP reloads the certificate. A second SIGINT ends at once.
///
/// A handler writes the signal's number into a pipe and a thread reads it. (Dispatch's signal sources register late: a signal that
/// comes just after the start is lost.)
final class SignalWatch {
    /// Both ends; made before the handlers are set, never closed: a handler may run at any time.
    private static let pipe: (read: Int32, write: Int32) = {
        var ends: [Int32] = [-1, -1]
        guard unsafe Glibc.pipe(&ends) == 0 else { preconditionFailure("no descriptors left for a pipe") }
        return (ends[0], ends[1])
    }()

    private static let ending: UInt8 = 0

    init(inbox: Inbox<HubCommand>) {
        let source = Self.pipe.read
        let thread = Thread {
            var number = Self.ending
            while unsafe read(source, &number, 1) == 1, number != Self.ending {
                switch Int32(number) {
                case SIGHUP: inbox.post(.reloadCertificates)
                case SIGINT:
                    signal(SIGINT, SIG_DFL)
                    inbox.post(.drain)
                default: inbox.post(.drain)
                }
            }
        }
        thread.name = "visavis-signals"
        thread.start()
        for number in [SIGTERM, SIGINT, SIGHUP] { signal(number, Self.handler) }
    }

    func stop() { Self.tell(Self.ending) }

    /// Only what a signal handler may do: one write.
    private static let handler: @convention(c) (Int32) -> Void = { tell(UInt8($0)) }

    private static func tell(_ number: UInt8) {
        var number = number
        _ = unsafe write(pipe.write, &number, 1)
    }
}
