import Domain
import GRDB

/// A past period as its rows and its journal tell it.
extension SQLiteReader {
    /// How long before the period the journal is read for what agents had said of themselves last, and how long after it for when those
    /// left who served its last customers.
    private static let marginMilliseconds: Int64 = 24 * 3_600 * 1_000

    static func routingHistory(_ database: Database, from: Instant, to: Instant) throws -> RoutingHistory {
        RoutingHistory(
            from: from, to: to, visits: try visits(database, from: from, to: to), shifts: try shifts(database, from: from, to: to))
    }

    private static func visits(_ database: Database, from: Instant, to: Instant) throws -> [RoutingHistory.Visit] {
        let bodies = try String.fetchCursor(
            database, sql: "SELECT body FROM interaction WHERE enqueued_at >= ? AND enqueued_at < ? ORDER BY enqueued_at, id",
            arguments: [from.milliseconds, to.milliseconds])
        var visits: [RoutingHistory.Visit] = []
        while let body = try bodies.next() { visits.append(visit(try RowBody.decode(Interaction.self, body), until: to)) }
        return visits
    }

    private static func visit(_ interaction: Interaction, until end: Instant) -> RoutingHistory.Visit {
        func time(_ isWanted: (Segment) -> Bool) -> Duration {
            .milliseconds(
                interaction.segments.filter(isWanted).reduce(0) { $0 + max((($1.to ?? end) - $1.from).wholeMilliseconds, 0) })
        }
        let accepted = interaction.offers.first { $0.result == .accepted }
        let handling = RoutingHistory.Handling(talk: time { $0.kind != .wrap }, wrapUp: time { $0.kind == .wrap })
        let left = interaction.answeredAt == nil ? interaction.endedAt : nil
        return RoutingHistory.Visit(
            caller: interaction.caller, context: interaction.context, enqueuedAt: interaction.enqueuedAt,
            patience: left.map { $0 - interaction.enqueuedAt }, answering: accepted.map { $0.endedAt - $0.at },
            handling: interaction.answeredAt == nil ? nil : handling)
    }

    private static func shifts(_ database: Database, from: Instant, to: Instant) throws -> [RoutingHistory.Shift] {
        var changes = try agentChanges(
            database, from: from.milliseconds - marginMilliseconds, to: to.milliseconds + marginMilliseconds)
        let known = try agentProfiles(database)
        var shifts: [RoutingHistory.Shift] = []
        for record in try accounts(database).sorted(by: { $0.account.id < $1.account.id }) {
            let id = record.account.id
            guard let found = changes.removeValue(forKey: id) else { continue }
            shifts.append(
                RoutingHistory.Shift(
                    agent: id, name: record.account.displayName, profile: known[id] ?? AgentProfile(), changes: found))
        }
        return shifts
    }

    /// What the journal holds of agents. Whether their browsers were connected is not in it.
    private static func agentChanges(_ database: Database, from: Int64, to: Int64) throws -> [AgentID: [RoutingHistory.Shift.Change]] {
        let kinds = ["agent.activity", "agent.forced", "agent.profile", "offer.made", "offer.ended"]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT body FROM journal WHERE at >= ? AND at < ? AND kind IN (\(kinds.map { _ in "?" }.joined(separator: ", ")))
                ORDER BY sequence
                """,
            arguments: StatementArguments([from, to]) + StatementArguments(kinds))
        var changes: [AgentID: [RoutingHistory.Shift.Change]] = [:]
        var silent: Set<AgentID> = []
        while let row = try rows.next() {
            let event = try RowBody.decode(DomainEvent.self, row["body"])
            func add(_ kind: RoutingHistory.Shift.Kind, of agent: AgentID) {
                changes[agent, default: []].append(RoutingHistory.Shift.Change(at: event.at, kind))
            }
            switch event.kind {
            case .agentActivity(let agent, let activity), .agentForced(let agent, let activity, _):
                silent.remove(agent)
                add(.activity(activity.name), of: agent)
            case .agentProfile(let agent, let profile): add(.profile(profile), of: agent)
            case .offerEnded(_, _, let agent, .timeout):
                silent.insert(agent)
                add(.notResponding, of: agent)
            // Who is offered something again had said that they are back; saying so is no change of activity and not in the journal.
            case .offerMade(_, _, let agent, _): if silent.remove(agent) != nil { add(.responding, of: agent) }
            default: break
            }
        }
        return changes
    }

    /// The plan that held at that time: the latest published until then.
    static func routingPlan(_ database: Database, at instant: Instant) throws -> RoutingPlanRecord? {
        let version = try Int.fetchOne(
            database, sql: "SELECT MAX(version) FROM routing_plan WHERE published_at <= ?", arguments: [instant.milliseconds])
        return try version.flatMap { try routingPlan(database, version: $0) }
    }
}
