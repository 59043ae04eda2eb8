import Domain
import Foundation

/// A queue with random arrivals, random handling times and customers who give up, played faster than real time against an estimator.
struct SimulatedQueue {
    struct Ticket {
        let joinedAt: Int64
        let givesUpAt: Int64
        let prediction: WaitPrediction
        /// How many had to queue before it.
        let index: Int
    }

    enum Agent {
        case idle
        case ringing(Ticket, since: Int64, until: Int64)
        case busy(since: Int64, until: Int64)
    }

    /// What became of a prediction that was told.
    struct Told {
        let index: Int
        let isWithinP50: Bool
        let isWithinP90: Bool
    }

    let queue: QueueName
    var estimator = WaitEstimator()
    var random: IdentifierSource
    /// Mean seconds.
    var arrivals: Double
    var handling: Double
    var patience: Double = 3_600
    /// Handling times: 1 exponential, else a sum of so many exponential parts (less spread).
    var parts = 1
    var agents: [Agent]
    var line: [Ticket] = []
    var now: Int64 = 0
    var nextArrival: Int64 = 0
    var told: [Told] = []
    /// Tickets that had to queue.
    var queued = 0

    init(seed: UInt64, queue: QueueName, agents: Int, arrivals: Double, handling: Double) {
        self.queue = queue
        random = IdentifierSource(seed: seed)
        self.agents = Array(repeating: .idle, count: agents)
        self.arrivals = arrivals
        self.handling = handling
    }

    private mutating func exponential(_ meanSeconds: Double) -> Int64 {
        let uniform = (Double(random.next() >> 11) + 1) / 9_007_199_254_740_992
        return Int64(-log(uniform) * meanSeconds * 1_000)
    }

    private var place: Instant { Instant(milliseconds: now) }

    /// The next event.
    mutating func step() {
        let agentsNext = agents.enumerated().compactMap { index, agent -> (Int64, Int)? in
            switch agent {
            case .idle: nil
            case .ringing(_, _, let until), .busy(_, let until): (until, index)
            }
        }.min { $0.0 < $1.0 }
        let leaver = line.enumerated().min { $0.element.givesUpAt < $1.element.givesUpAt }
        let times = [nextArrival, agentsNext?.0 ?? .max, leaver?.element.givesUpAt ?? .max]
        now = max(now, times.min() ?? now)
        if times[0] <= min(times[1], times[2]) {
            nextArrival = now + exponential(arrivals)
            arrive()
        } else if let agentsNext, times[1] <= times[2] {
            advance(agentsNext.1)
        } else if let leaver {
            estimator.abandoned(line.remove(at: leaver.offset).prediction, at: place)
            settle()
        }
    }

    private mutating func arrive() {
        let ringsAtOnce = agents.contains { if case .idle = $0 { true } else { false } } && line.isEmpty
        settle(adding: 1)
        let prediction = estimator.predict(queue, place: ringsAtOnce ? 0 : line.count + 1, at: place)
        if !ringsAtOnce { queued += 1 }
        line.append(Ticket(joinedAt: now, givesUpAt: now + exponential(patience), prediction: prediction, index: queued))
        settle()
    }

    private mutating func advance(_ index: Int) {
        switch agents[index] {
        case .idle: break
        case .busy(let since, _):
            estimator.handled(queue, for: .milliseconds(now - since), at: place)
            agents[index] = .idle
        case .ringing(let ticket, let since, _):
            estimator.answered(ticket.prediction, offeredFor: .milliseconds(now - since), at: place)
            tell(ticket)
            let length = (0..<parts).reduce(Int64(0)) { sum, _ in sum + exponential(handling / Double(parts)) }
            agents[index] = .busy(since: now, until: now + length)
        }
        settle()
    }

    private mutating func tell(_ ticket: Ticket) {
        guard ticket.prediction.isShown, ticket.prediction.mustQueue, let estimate = ticket.prediction.estimate else { return }
        let wait = now - ticket.joinedAt
        told.append(Told(index: ticket.index, isWithinP50: wait <= estimate.p50, isWithinP90: wait <= estimate.p90))
    }

    /// Rings the idle agents and tells the estimator the load that results.
    private mutating func settle(adding extra: Int = 0) {
        for index in agents.indices {
            guard case .idle = agents[index], !line.isEmpty else { continue }
            agents[index] = .ringing(line.removeFirst(), since: now, until: now + 2_000 + Int64(random.next() % 6_000))
        }
        let ringing = agents.count(where: { if case .ringing = $0 { true } else { false } })
        let load = QueueLoad(waiting: line.count + extra + ringing, offered: ringing, staffed: agents.count)
        estimator.observe(load, of: queue, at: place)
    }
}
