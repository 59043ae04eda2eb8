/// A customer and an agent in one session, brought together through the queue as people are.
struct SessionPair {
    private struct Session: Decodable { let id: String }
    private struct Accepted: Decodable { let session: Session }
    private struct Offer: Decodable { let id: String }

    let session: String
    private let customer: HubDialogue
    private let agent: HubDialogue

    var connections: (customer: HubConnection, agent: HubConnection) { (customer.connection, agent.connection) }

    /// - Parameter joins: Both say that their media is there; otherwise they still have to join.
    init(customer: HubDialogue, agent: HubDialogue, useCase: String, joins: Bool = true) throws {
        (self.customer, self.agent) = (customer, agent)
        try agent.request("agent.activity", #"{"activity":"available"}"#)
        try customer.request("visit.start", #"{"useCase":"\#(useCase)","language":"en"}"#)
        let offer = try agent.push("offer", as: Offer.self)
        session = try agent.request("offer.accept", #"{"offer":"\#(offer.id)"}"#, as: Accepted.self).session.id
        guard joins else { return }
        for side in [customer, agent] {
            try side.request("session.join", #"{"session":"\#(session)"}"#)
            // A session whose media never connect is ended by the hub.
            try side.request("session.report", #"{"media":"connected"}"#)
        }
    }

    func end() throws {
        customer.connection.listener = customer
        agent.connection.listener = agent
        try customer.request("session.hangup", #"{"session":"\#(session)"}"#)
        customer.connection.cut()
        agent.connection.cut()
    }
}
