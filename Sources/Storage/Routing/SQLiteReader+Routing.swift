import Domain
import GRDB

extension SQLiteReader {
    static func routingPlan(_ database: Database, version: Int?) throws -> RoutingPlanRecord? {
        let condition = version == nil ? "ORDER BY version DESC LIMIT 1" : "WHERE version = ?"
        let arguments: StatementArguments = version.map { [$0] } ?? []
        return try Row.fetchOne(database, sql: "SELECT * FROM routing_plan \(condition)", arguments: arguments).map { row in
            RoutingPlanRecord(
                version: row["version"], publishedAt: Instant(milliseconds: row["published_at"]),
                publishedBy: (row["account"] as String?).flatMap { AccountID($0) },
                note: (row["note"] as String?).flatMap(BoundedText.init),
                plan: try RowBody.decode(RoutingPlan.self, row["body"]))
        }
    }

    static func routingPlans(_ database: Database, limit: Int) throws -> [RoutingPlanVersion] {
        try Row.fetchAll(
            database, sql: "SELECT version, published_at, account, note FROM routing_plan ORDER BY version DESC LIMIT ?",
            arguments: [limit]
        ).map { row in
            RoutingPlanVersion(
                version: row["version"], publishedAt: Instant(milliseconds: row["published_at"]),
                publishedBy: (row["account"] as String?).flatMap { AccountID($0) }, note: row["note"])
        }
    }

    static func agentProfiles(_ database: Database) throws -> [AgentID: AgentProfile] {
        var profiles: [AgentID: AgentProfile] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT id, profile FROM account WHERE profile IS NOT NULL") {
            guard let id = AgentID(row["id"] as String) else { throw StorageError(.corrupt, "account: bad id") }
            profiles[id] = try RowBody.decode(AgentProfile.self, row["profile"])
        }
        return profiles
    }

    /// Who talked with the customer last.
    static func lastAgent(_ database: Database, of customer: CustomerID) throws -> AgentID? {
        let bodies = try String.fetchAll(
            database,
            sql: "SELECT body FROM interaction WHERE customer = ? AND answered_at IS NOT NULL ORDER BY enqueued_at DESC LIMIT 1",
            arguments: [customer.description])
        let interaction = try bodies.first.map { try RowBody.decode(Interaction.self, $0) }
        return interaction?.segments.last { $0.kind == .talk }?.agent
    }

    static func serviceFigures(_ database: Database, since start: Instant, targets: [QueueName: Duration]) throws
        -> [QueueName: ServiceFigures]
    {
        var figures: [QueueName: ServiceFigures] = [:]
        for (queue, target) in targets {
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT COUNT(*) AS offered, COUNT(answered_at) AS answered,
                        SUM(CASE WHEN answered_at - enqueued_at <= ? THEN 1 ELSE 0 END) AS within_target,
                        SUM(CASE WHEN outcome = 'abandoned' THEN 1 ELSE 0 END) AS abandoned,
                        SUM(answered_at - enqueued_at) AS waited
                    FROM interaction WHERE queue = ? AND enqueued_at >= ? AND called_back = 0
                    """,
                arguments: [target.wholeMilliseconds, queue.description, start.milliseconds])
            guard let row else { continue }
            var found = ServiceFigures()
            found.offered = row["offered"]
            found.answered = row["answered"]
            found.withinTarget = row["within_target"] ?? 0
            found.abandoned = row["abandoned"] ?? 0
            found.answerMilliseconds = row["waited"] ?? 0
            figures[queue] = found
        }
        return figures
    }
}
