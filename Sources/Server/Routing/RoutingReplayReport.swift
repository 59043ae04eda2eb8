import Domain
public import Foundation
import Storage

/// A past period by the plan that held and by another one, side by side: for an operator or a program, before the other one is published.
public struct RoutingReplayReport: Encodable, Sendable {
    struct Played: Encodable, Sendable {
        /// `nil`: the plan was not published.
        let version: Int?
        let outcome: ReplayOutcome
    }

    let from: String
    let to: String
    let visits: Int
    let agents: Int
    let held: Played
    let proposed: Played

    /// Reads the data folder's database, which it does not write, and plays the period twice.
    /// - Parameters:
    ///   - from: a day (`2026-10-20`, its begin in UTC) or an instant (`2026-10-20T08:00:00Z`).
    ///   - to: the same; a day counts to its end.
    ///   - plan: a plan in JSON, or what is sent to publish one.
    /// - Throws: `ReplayRefusal` when the plan has problems or the period cannot be read.
    public init(_ configuration: ServerConfiguration, from: String, to: String, plan: Data) throws {
        let (start, end) = (try ReplayPeriod.instant(from, isEnd: false), try ReplayPeriod.instant(to, isEnd: true))
        guard start < end else { throw ReplayRefusal(lines: ["--from must be before --to"]) }
        let useCases = configuration.useCases.map(\.queue)
        let proposed = try Self.proposal(plan, useCases: useCases)
        let store = try SQLiteStore(readingFrom: configuration.databasePath)
        let history = try store.routingHistory(from: start, to: end)
        let record = try store.routingPlan(at: start)
        let held = try Self.validated(record?.plan ?? StoredPlan.unpublished(configuration), useCases: [], version: record?.version ?? 0)
        self.from = start.rfc3339
        self.to = end.rfc3339
        visits = history.visits.count
        agents = history.shifts.count
        self.held = Played(version: held.version, outcome: RoutingReplay.run(history, plan: held, routing: configuration.routing))
        self.proposed = Played(version: nil, outcome: RoutingReplay.run(history, plan: proposed, routing: configuration.routing))
    }

    private struct Body: Decodable { let plan: RoutingPlan }
    private struct Shape: Decodable {
        let isBody: Bool
        private enum CodingKeys: CodingKey { case plan }
        init(from decoder: any Decoder) throws { isBody = try decoder.container(keyedBy: CodingKeys.self).contains(.plan) }
    }

    private static func proposal(_ json: Data, useCases: [QueueName]) throws -> ValidatedPlan {
        let decoder = JSONDecoder()
        do {
            let isBody = try decoder.decode(Shape.self, from: json).isBody
            let plan = isBody ? try decoder.decode(Body.self, from: json).plan : try decoder.decode(RoutingPlan.self, from: json)
            return try validated(plan, useCases: useCases, version: 0)
        } catch let error as DecodingError {
            throw ReplayRefusal(PlanError(error))
        }
    }

    private static func validated(_ plan: RoutingPlan, useCases: [QueueName], version: Int) throws -> ValidatedPlan {
        do throws(PlanError) {
            return try ValidatedPlan(plan, version: version, useCases: useCases)
        } catch {
            throw ReplayRefusal(error)
        }
    }

    /// One document.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// Why nothing was replayed, one line for each reason.
public struct ReplayRefusal: Error, CustomStringConvertible {
    let lines: [String]

    init(lines: [String]) { self.lines = lines }

    init(_ error: PlanError) {
        lines = ["the plan has problems"] + error.problems.map { "\($0.path): \($0.message) (\($0.code.rawValue))" }
    }

    public var description: String { lines.joined(separator: "\n") }
}

private enum ReplayPeriod {
    static func instant(_ text: String, isEnd: Bool) throws -> Instant {
        let isDay = text.utf8.count == 10
        guard let date = try? Date(isDay ? text + "T00:00:00Z" : text, strategy: .iso8601) else {
            throw ReplayRefusal(lines: ["'\(text)' is neither a day (2026-10-20) nor an instant (2026-10-20T08:00:00Z)"])
        }
        let day: Double = isDay && isEnd ? 86_400 : 0
        return Instant(milliseconds: Int64(((date.timeIntervalSince1970 + day) * 1_000).rounded()))
    }
}
