/// Adds up, within a period, how long agents were busy and how long they were free.
struct OccupancyClock: Sendable {
    private enum Use { case busy, free, absent }

    private let from: Instant
    private let to: Instant
    private var uses: [AgentID: (use: Use, since: Instant)] = [:]
    private var busy: Int64 = 0
    private var free: Int64 = 0

    init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }

    var occupancy: Double? { busy + free == 0 ? nil : Double(busy) / Double(busy + free) }

    mutating func note(_ agent: Agent, at now: Instant) {
        let use: Use
        if agent.workload.engagements.isEmpty {
            switch agent.standing {
            case .free, .offered, .talking, .wrappingUp: use = .free
            case .disconnected, .offline, .away, .notResponding: use = .absent
            }
        } else {
            // Who has a chat is busy, also with room for another.
            use = .busy
        }
        if let before = uses[agent.id] {
            guard before.use != use else { return }
            add(before.use, from: before.since, to: now)
        }
        uses[agent.id] = (use, now)
    }

    /// Nothing changes any more in the period.
    mutating func finish() {
        for (use, since) in uses.values { add(use, from: since, to: to) }
        uses = [:]
    }

    private mutating func add(_ use: Use, from start: Instant, to end: Instant) {
        let time = max(min(end, to).milliseconds - max(start, from).milliseconds, 0)
        switch use {
        case .busy: busy += time
        case .free: free += time
        case .absent: break
        }
    }
}
