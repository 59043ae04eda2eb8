/// What a customer whom a queue does not take is offered instead.
public enum Turnaway: String, Sendable, Codable, CaseIterable {
    /// Nothing: come another time.
    case refuse
    /// To book a time at which they are called back.
    case book
    /// To be called back.
    case callback

    /// Whether who asks for that is taken nevertheless.
    func admits(_ request: CallbackRequest) -> Bool {
        switch self {
        case .refuse: false
        case .book: request.from != nil
        case .callback: true
        }
    }
}

/// When a queue gives a ticket away, and where to.
public struct OverflowRule: Hashable, Sendable {
    public enum Action: Hashable, Sendable {
        /// The ticket keeps its age there.
        case move(to: QueueName)
        case close(Turnaway)
    }

    public var when: Expression
    public var action: Action

    public init(when: Expression, action: Action) {
        self.when = when
        self.action = action
    }
}

/// `{"when": …, "to": "other-queue"}` or `{"when": …, "close": "callback"}`, never both.
extension OverflowRule: Codable {
    private enum CodingKeys: CodingKey { case when, to, close }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        when = try container.decode(Expression.self, forKey: .when)
        let queue = try container.decodeIfPresent(QueueName.self, forKey: .to)
        let turnaway = try container.decodeIfPresent(Turnaway.self, forKey: .close)
        switch (queue, turnaway) {
        case (let queue?, nil): action = .move(to: queue)
        case (nil, let turnaway?): action = .close(turnaway)
        default:
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "either to or close is expected"))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(when, forKey: .when)
        switch action {
        case .move(let queue): try container.encode(queue, forKey: .to)
        case .close(let turnaway): try container.encode(turnaway, forKey: .close)
        }
    }
}
