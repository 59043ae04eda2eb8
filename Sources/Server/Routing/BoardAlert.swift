import Domain

/// An agent has shielded themselves from a customer: a supervisor is to look at it.
struct BoardAlert: Sendable {
    let flag: Flag
    let interaction: InteractionID
    let queue: QueueName
    let agentName: String?
    let customer: CustomerID
    let customerName: String?
    /// As it is now: a supervisor may have let them come again.
    var blockedUntil: Instant?

    init(_ session: Session, _ flag: Flag) {
        self.flag = flag
        blockedUntil = flag.blockedUntil
        interaction = session.interaction
        queue = session.ticket.queue
        agentName = session.agent.name?.description
        customer = session.customerID
        customerName = session.ticket.caller.customer.name?.description
    }
}

/// The alerts of the past hour; the audit log has them for good. Of an interaction only the latest is shown.
struct RecentAlerts {
    private static let kept = Duration.seconds(3_600)
    private static let maximum = 100
    private var alerts: [BoardAlert] = []

    mutating func add(_ alert: BoardAlert) {
        alerts.removeAll { $0.interaction == alert.interaction }
        alerts.append(alert)
        if alerts.count > Self.maximum { alerts.removeFirst() }
    }

    func latest(in desk: ServiceDesk, at now: Instant) -> [BoardAlert] {
        alerts.reversed().filter { now - $0.flag.at < Self.kept }.map { alert in
            var alert = alert
            alert.blockedUntil = desk.blocks[alert.customer]
            return alert
        }
    }
}
