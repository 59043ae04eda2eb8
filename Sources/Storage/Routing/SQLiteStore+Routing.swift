public import Domain
import GRDB

extension SQLiteStore {
    public func routingPlan(version: Int?) throws(StorageError) -> RoutingPlanRecord? {
        try storing { try pool.read { try SQLiteReader.routingPlan($0, version: version) } }
    }

    public func routingPlans(limit: Int) throws(StorageError) -> [RoutingPlanVersion] {
        try storing { try pool.read { try SQLiteReader.routingPlans($0, limit: limit) } }
    }

    public func agentProfiles() throws(StorageError) -> [AgentID: AgentProfile] {
        try storing { try pool.read(SQLiteReader.agentProfiles) }
    }

    public func lastAgent(of customer: CustomerID) throws(StorageError) -> AgentID? {
        try storing { try pool.read { try SQLiteReader.lastAgent($0, of: customer) } }
    }

    public func serviceFigures(since start: Instant, targets: [QueueName: Duration]) throws(StorageError) -> [QueueName: ServiceFigures] {
        try storing { try pool.read { try SQLiteReader.serviceFigures($0, since: start, targets: targets) } }
    }

    /// What customers and agents did in a period: a replay's material.
    public func routingHistory(from: Instant, to: Instant) throws(StorageError) -> RoutingHistory {
        try storing { try pool.read { try SQLiteReader.routingHistory($0, from: from, to: to) } }
    }

    /// The plan that held at that time; `nil`: none was published yet.
    public func routingPlan(at instant: Instant) throws(StorageError) -> RoutingPlanRecord? {
        try storing { try pool.read { try SQLiteReader.routingPlan($0, at: instant) } }
    }
}
