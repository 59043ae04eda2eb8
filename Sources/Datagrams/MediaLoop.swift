internal import Synchronization

/// A UDP socket and its thread: what arrives, what is posted and what falls due goes to the handler, what the handler writes is sent.
///
/// The handler is made, used and released on the loop's thread, so nothing of it needs to be sendable but its commands.
public final class MediaLoop<Handler: MediaHandler>: Sendable {
    private enum Phase {
        // → running, stopped
        case new
        // → stopped
        case running(LoopThread, DatagramEndpoint)
        case stopped
    }

    private let configuration: DatagramConfiguration
    private let name: String
    private let event: WakeEvent
    private let inbox: MediaInbox<Handler.Command>
    private let shared = LoopState()
    private let phase = Mutex(Phase.new)

    /// - Parameters:
    ///   - name: The thread's, at most 15 characters.
    ///   - inboxCapacity: Commands that may wait.
    public init(_ configuration: DatagramConfiguration, name: String = "media", inboxCapacity: Int = 65_536) throws(DatagramError) {
        self.configuration = configuration
        self.name = name
        event = try WakeEvent()
        inbox = MediaInbox(capacity: inboxCapacity, event: event)
    }

    /// Opens the socket, starts the thread and makes the handler on it. Commands posted before are handled first.
    ///
    /// - Throws: `DatagramError`, or whatever `makeHandler` throws; the socket is closed again then.
    @discardableResult
    public func start(_ makeHandler: @escaping @Sendable (DatagramEndpoint) throws -> Handler) throws -> DatagramEndpoint {
        try phase.withLock { phase in
            guard case .new = phase else { throw DatagramError.alreadyStarted }
            let (shared, configuration, event, inbox) = (shared, configuration, event, inbox)
            let outcome = try StartOutcome()
            let thread = try LoopThread(name: name) {
                do {
                    let socket = try DatagramSocket(configuration)
                    let handler = try makeHandler(socket.endpoint)
                    let turns = LoopTurns(
                        handler, socket: socket, gathering: configuration.gathering, event: event, inbox: inbox, shared: shared)
                    outcome.set(.success(socket.endpoint))
                    turns.run()
                } catch {
                    outcome.set(.failure(error))
                }
            }
            do {
                let endpoint = try outcome.wait()
                phase = .running(thread, endpoint)
                return endpoint
            } catch {
                inbox.end()
                thread.join()
                phase = .stopped
                throw error
            }
        }
    }

    /// Where the loop listens; `nil` before the start and after the end.
    public var endpoint: DatagramEndpoint? {
        phase.withLock { if case .running(_, let endpoint) = $0 { endpoint } else { nil } }
    }

    /// Hands a command to the handler, from any thread. Commands arrive in the order in which one thread posts them.
    @discardableResult
    public func post(_ command: Handler.Command) -> PostResult { inbox.post(command) }

    /// As of the loop's last turn.
    public var counters: DatagramCounters { shared.counters }

    /// Handles the commands that wait, tells the handler, sends its last words and returns when the thread has ended and the socket is
    /// closed. Any number of times; never from the loop's own thread.
    public func stop() {
        phase.withLock { phase in
            inbox.end()
            shared.requestStop()
            event.signal()
            if case .running(let thread, _) = phase { thread.join() }
            phase = .stopped
        }
    }
}
