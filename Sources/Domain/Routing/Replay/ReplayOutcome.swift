/// How a period would have gone by one plan.
public struct ReplayOutcome: Hashable, Sendable, Codable {
    /// By the queue in which a customer was answered or gave up, by name.
    public let queues: [QueueOutcome]
    public let total: QueueOutcome
    /// The agents' time in calls and wrap-up, of that and the time in which they were free; `nil` when there was neither.
    public let occupancy: Double?
}

/// What became of customers' waits.
public struct QueueOutcome: Hashable, Sendable, Codable {
    /// `nil`: all queues together.
    public let queue: QueueName?
    public let tickets: Int
    public let answered: Int
    public let abandoned: Int
    /// Answered within the queue's target, of all who were answered or gave up; `nil` when there was nobody.
    public let serviceLevel: Double?
    public let averageAnswerMs: Int64?
    public let medianAnswerMs: Int64?
    public let p90AnswerMs: Int64?
    /// The Gini coefficient of the waits of those who were answered: 0 when all waited equally long, towards 1 when few did all the
    /// waiting. `nil` when nobody was answered.
    public let waitGini: Double?

    init(queue: QueueName?, _ endings: [Ending]) {
        let waits = endings.filter(\.isAnswered).map(\.wait).sorted()
        self.queue = queue
        tickets = endings.count
        answered = waits.count
        abandoned = endings.count - waits.count
        serviceLevel = endings.isEmpty ? nil : Double(endings.count { $0.isAnswered && $0.wait <= $0.target }) / Double(endings.count)
        averageAnswerMs = waits.isEmpty ? nil : waits.reduce(0, +) / Int64(waits.count)
        medianAnswerMs = Self.quantile(1, of: 2, waits)
        p90AnswerMs = Self.quantile(9, of: 10, waits)
        waitGini = Self.gini(waits)
    }

    /// How one customer's wait ended; in milliseconds.
    struct Ending: Hashable, Sendable {
        let queue: QueueName
        let wait: Int64
        let target: Int64
        let isAnswered: Bool
    }

    /// The smallest wait that so many waits do not exceed.
    private static func quantile(_ numerator: Int, of denominator: Int, _ sorted: [Int64]) -> Int64? {
        sorted.isEmpty ? nil : sorted[max((sorted.count * numerator + denominator - 1) / denominator - 1, 0)]
    }

    private static func gini(_ sorted: [Int64]) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let total = Double(sorted.reduce(0, +))
        guard total > 0 else { return 0 }
        let weighted = sorted.enumerated().reduce(0.0) { $0 + Double(2 * ($1.offset + 1) - sorted.count - 1) * Double($1.element) }
        return weighted / (Double(sorted.count) * total)
    }
}
