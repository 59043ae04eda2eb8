internal import CDatagrams
internal import Media

/// The turns of one loop, on its thread.
final class LoopTurns<Handler: MediaHandler> {
    private let handler: Handler
    private let socket: DatagramSocket
    private let batch: DatagramBatch
    private let event: WakeEvent
    private let inbox: MediaInbox<Handler.Command>
    private let shared: LoopState
    private var commands: [Handler.Command] = []
    private var gathering: Gathering

    init(
        _ handler: Handler, socket: DatagramSocket, gathering: Duration, event: WakeEvent, inbox: MediaInbox<Handler.Command>,
        shared: LoopState
    ) {
        (self.handler, self.socket, self.event, self.inbox, self.shared) = (handler, socket, event, inbox, shared)
        self.gathering = Gathering(rest: gathering)
        batch = DatagramBatch(capacity: DatagramSocket.sendBatch) { socket.send($0) }
    }

    func run() {
        handler.started(at: MonotonicClock.now(), batch: batch)
        var hasMore = false
        while !shared.mustStop {
            let wakesFor = wait(hasMore: hasMore)
            hasMore = turn(wakesFor)
        }
        let now = MonotonicClock.now()
        handleCommands(now)
        handler.stopped(at: now, batch: batch)
        batch.send()
        shared.publish(socket.counters)
    }

    /// With more waiting in the socket the kernel is asked as well, without sleeping: commands must not starve under load.
    private func wait(hasMore: Bool) -> Wakes {
        if hasMore { return wait(for: 0) }
        let now = MonotonicClock.now()
        let timeout = handler.nextDeadline.map { max(0, ($0 - now).inNanoseconds) }
        let rest = gathering.rest(at: now)
        guard rest > 0 else { return wait(for: timeout ?? -1) }
        // Afterwards the socket is looked at without asking whether it holds anything: it nearly always does.
        let result = visavis_wait(-1, event.descriptor, min(rest, timeout ?? rest))
        return Wakes(rawValue: max(result, 0)).union(.readable)
    }

    private func wait(for timeout: Int64) -> Wakes { Wakes(rawValue: max(visavis_wait(socket.descriptor, event.descriptor, timeout), 0)) }

    /// - Returns: whether the socket holds more.
    private func turn(_ wakes: Wakes) -> Bool {
        let arrivals = wakes.contains(.readable) ? receive() : nil
        let now = MonotonicClock.now()
        if wakes.contains(.signalled) { handleCommands(now) }
        if let arrivals, arrivals.count > 0 {
            gathering.received(at: now)
            handler.receive(arrivals, now: now, batch: batch)
        }
        if let deadline = handler.nextDeadline, deadline <= now { handler.deadline(now: now, batch: batch) }
        handler.turnEnded(now: now, batch: batch)
        batch.send()
        shared.publish(socket.counters)
        return arrivals.map { !$0.isDrained } ?? false
    }

    /// An error here is the kernel's passing trouble, such as a lack of memory. The next turn tries again, after a rest: the socket
    /// stays readable, and the loop would spin.
    private func receive() -> Arrivals? {
        do { return try socket.receive() } catch {
            _ = visavis_wait(-1, event.descriptor, 1_000_000)
            event.signal()
            return nil
        }
    }

    private func handleCommands(_ now: MediaTime) {
        inbox.take(into: &commands)
        for command in commands { handler.handle(command, now: now, batch: batch) }
        commands.removeAll(keepingCapacity: true)
    }
}

/// The bits of `visavis_wait()`.
private struct Wakes: OptionSet {
    let rawValue: Int32
    static let readable = Wakes(rawValue: 1)
    static let signalled = Wakes(rawValue: 2)
}
