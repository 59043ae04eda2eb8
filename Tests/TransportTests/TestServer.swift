import Foundation
import HTTPTypes
import Synchronization
import Transport

/// What the owner was told, in order, for another thread to wait on.
final class Journal: Sendable {
    private let condition = NSCondition()
    private let entries = Mutex<[String]>([])

    func note(_ entry: String) {
        condition.withLock {
            entries.withLock { $0.append(entry) }
            condition.broadcast()
        }
    }

    var all: [String] { entries.withLock { $0 } }

    /// The first entry with this prefix, once there is one.
    @discardableResult
    func wait(for prefix: String, count: Int = 1) throws -> String {
        let deadline = Date(timeIntervalSinceNow: 15)
        return try condition.withLock {
            while true {
                let found = entries.withLock { $0.filter { $0.hasPrefix(prefix) } }
                if found.count >= count { return found[count - 1] }
                guard condition.wait(until: deadline) else { throw SocketError(what: "no \(prefix) in \(all)") }
            }
        }
    }
}

enum TestCommand: Sendable {
    case stop
    case answerHeld
    case reload
    case note(String)
    case broadcast([UInt8])
    case setDeadline(Duration?)
}

/// Runs a loop on a thread of its own until it is released.
final class TestServer: Sendable {
    let port: UInt16
    let inbox = Inbox<TestCommand>()
    let journal = Journal()

    init(_ configure: (inout TransportConfiguration) -> Void = { _ in }) throws {
        var configuration = TransportConfiguration(host: "127.0.0.1", port: 0, subprotocol: "visavis.v1")
        configuration.extraHeaderFields = [HTTPField.Name("X-CSRF-Token")].compactMap(\.self)
        configure(&configuration)
        let (inbox, journal) = (inbox, journal)
        let started = configuration
        let thread = Thread {
            do throws(TransportError) {
                try TransportLoop.run(started, inbox: inbox) { bound in
                    journal.note("ready \(bound)")
                } makeOwner: {
                    EchoOwner($0, journal)
                }
                journal.note("ended")
            } catch { journal.note("failed \(error)") }
        }
        thread.start()
        let entry = try journal.wait(for: "")
        guard let bound = entry.split(separator: " ").last.flatMap({ UInt16($0) }), entry.hasPrefix("ready") else {
            throw SocketError(what: entry)
        }
        self.port = bound
    }

    /// Waits for the end: closing its context, libwebsockets 4.1.6 closes one descriptor twice, and the number may by then
    /// be a socket of the next test.
    deinit { try? stopped() }

    func stopped() throws {
        inbox.post(.stop)
        try journal.wait(for: "ended")
    }
}
