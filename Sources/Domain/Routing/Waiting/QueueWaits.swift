/// What one queue has taught about waiting in it, in constant memory. See `WaitEstimator` for the method.
public struct QueueWaits: Hashable, Sendable, Codable {
    public let queue: QueueName
    public internal(set) var calibration = Calibration()

    /// Agent-milliseconds of work between two departures while somebody waited for an agent to become free.
    var pace = RecentMean()
    /// The same over the last few alone, and over many: where these differ widely, the queue has just changed.
    var lately = RecentMean()
    var usual = RecentMean()
    /// What one handled ticket costs an agent; stands in for the pace until there are departures.
    var handling = RecentMean()
    /// From the offer to its acceptance.
    var answering = RecentMean()
    /// Agent-milliseconds since the last departure.
    var openWork = 0.0
    /// How often a customer gives up: departures by leaving, over customer-milliseconds of waiting; both fade with each departure.
    var leavings = 0.0
    var patience = 0.0
    /// What experience multiplies the computed bounds with.
    var p50Factor = 1.0
    var p90Factor = 1.0

    /// Not stored: time that passed while no server ran is nobody's work.
    var load = QueueLoad()
    var loadSince: Instant?

    private enum CodingKeys: String, CodingKey {
        case queue, calibration, pace, lately, usual, handling, answering, openWork, leavings, patience, p50Factor, p90Factor
    }

    init(queue: QueueName) {
        self.queue = queue
    }
}

/// A queue as the machine sees it between two events.
public struct QueueLoad: Hashable, Sendable {
    /// Tickets in the queue, those that are being offered included.
    public var waiting = 0
    /// Of them, those that at least one agent is being offered.
    public var offered = 0
    /// Agents who serve this queue and are at work: available or busy with a customer or its wrap-up, not away.
    public var staffed = 0

    public init(waiting: Int = 0, offered: Int = 0, staffed: Int = 0) {
        self.waiting = waiting
        self.offered = offered
        self.staffed = staffed
    }
}
