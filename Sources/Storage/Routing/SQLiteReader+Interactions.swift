import Domain
import GRDB

/// Interactions with their assignments, which are stored apart from them.
extension SQLiteReader {
    static func interaction(_ database: Database, _ id: InteractionID) throws -> Interaction? {
        let found = try bodies(database, Interaction.self, "SELECT body FROM interaction WHERE id = ?", [id.description]).first
        guard var interaction = found else { return nil }
        let rows = try Row.fetchAll(
            database, sql: "SELECT * FROM assignment WHERE interaction = ? ORDER BY number", arguments: [id.description])
        interaction.restore(try rows.map(assignment))
        return interaction
    }

    static func openInteractions(_ database: Database) throws -> [Interaction] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT assignment.* FROM assignment JOIN interaction ON interaction.id = assignment.interaction
                WHERE interaction.closed = 0 ORDER BY assignment.interaction, assignment.number
                """)
        var assignments: [String: [AssignmentRecord]] = [:]
        while let row = try rows.next() { assignments[row["interaction"], default: []].append(try assignment(row)) }
        var interactions = try bodies(database, Interaction.self, "SELECT body FROM interaction WHERE closed = 0")
        for index in interactions.indices { interactions[index].restore(assignments[interactions[index].id.description] ?? []) }
        return interactions
    }

    private static func assignment(_ row: Row) throws -> AssignmentRecord {
        try RowBody.decode(AssignmentRecord.self, row["body"]).stored(
            as: row["number"], acceptedBy: (row["accepted_by"] as String?).flatMap { AgentID($0) },
            at: (row["accepted_at"] as Int64?).map(Instant.init))
    }
}
