/// Totals since the start, and what waits.
struct OutboxFigures: Sendable {
    var pending = 0
    var delivered = 0
    /// Attempts.
    var failed = 0
    var givenUp = 0
    /// Too late to be of use.
    var expired = 0
}
