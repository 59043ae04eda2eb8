/// Totals since the start, and what waits.
struct WebhookFigures: Sendable {
    var pending = 0
    var delivered = 0
    /// Attempts.
    var failed = 0
    var givenUp = 0
}
