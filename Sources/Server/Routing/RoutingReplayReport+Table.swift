import Domain
import Foundation

extension RoutingReplayReport {
    private static let heads = [
        "queue", "plan", "tickets", "answered", "abandoned", "service level", "average", "median", "p90", "Gini of waits",
    ]

    /// For people: each queue by the plan that held and by the proposed one, and all together.
    public var table: String {
        let names = Set((held.outcome.queues + proposed.outcome.queues).compactMap(\.queue)).sorted { $0.description < $1.description }
        var rows = [Self.heads]
        for name in names {
            for (label, played) in [("held", held), ("proposed", proposed)] {
                guard let queue = played.outcome.queues.first(where: { $0.queue == name }) else { continue }
                rows.append(Self.row(name.description, label, queue))
            }
        }
        rows.append(Self.row("all", "held", held.outcome.total))
        rows.append(Self.row("all", "proposed", proposed.outcome.total))
        let widths = Self.heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        }
        let version = held.version.map { $0 == 0 ? "no plan had been published" : "the plan of version \($0)" } ?? ""
        return
            ([
                "\(from) to \(to): \(visits) tickets, \(agents) agents; held: \(version)", "",
            ] + lines + [
                "", "agents' occupancy: held \(Self.percent(held.outcome.occupancy)), proposed \(Self.percent(proposed.outcome.occupancy))",
            ]).map { line in String(line.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
    }

    private static func row(_ name: String, _ plan: String, _ queue: QueueOutcome) -> [String] {
        [
            name, plan, "\(queue.tickets)", "\(queue.answered)", "\(queue.abandoned)", percent(queue.serviceLevel),
            seconds(queue.averageAnswerMs), seconds(queue.medianAnswerMs), seconds(queue.p90AnswerMs),
            queue.waitGini.map { String(format: "%.2f", $0) } ?? "–",
        ]
    }

    private static func percent(_ share: Double?) -> String { share.map { String(format: "%.1f %%", $0 * 100) } ?? "–" }
    private static func seconds(_ milliseconds: Int64?) -> String {
        milliseconds.map { String(format: "%.1f s", Double($0) / 1_000) } ?? "–"
    }
}
