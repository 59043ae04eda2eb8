/// One offer, as it was written before there could be several, is read as a list of one.
extension Ticket.State: Codable {
    private enum CodingKeys: String, CodingKey {
        case waiting, offered
    }

    private enum Offered: String, CodingKey {
        case offers = "_0"
    }

    private struct Nothing: Codable {}

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        guard row.contains(.offered) else {
            self = .waiting
            return
        }
        let offered = try row.nestedContainer(keyedBy: Offered.self, forKey: .offered)
        if let one = try? offered.decode(OfferID.self, forKey: .offers) {
            self = .offered([one])
        } else {
            self = .offered(try offered.decode([OfferID].self, forKey: .offers))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .waiting: try row.encode(Nothing(), forKey: .waiting)
        case .offered(let offers):
            var offered = row.nestedContainer(keyedBy: Offered.self, forKey: .offered)
            try offered.encode(offers, forKey: .offers)
        }
    }
}
