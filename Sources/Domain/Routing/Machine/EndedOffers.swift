/// The offers that ended lately, so that a late accept can be told what became of the customer.
struct EndedOffers: Sendable {
    struct Ended: Hashable, Sendable {
        let ticket: TicketID
        let customer: CustomerID
        let agent: AgentID
    }

    private static let kept = 2_048

    private var endings: [OfferID: Ended] = [:]
    private var ring: [OfferID] = []
    private var next = 0

    subscript(id: OfferID) -> Ended? { endings[id] }

    mutating func add(_ id: OfferID, _ ended: Ended) {
        if ring.count < Self.kept {
            ring.append(id)
        } else {
            endings[ring[next]] = nil
            ring[next] = id
            next = (next + 1) % Self.kept
        }
        endings[id] = ended
    }
}
