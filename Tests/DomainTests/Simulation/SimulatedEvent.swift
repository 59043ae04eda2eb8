import Domain

/// Something that happens to a desk. People are numbers.
enum SimulatedEvent {
    case visit(customer: Int, queue: Int, segment: Bool, cart: Int64?, lastAgent: Int?)
    case customerGone(Int), customerBack(Int), leave(Int)
    case callback(customer: Int), answerCallback(customer: Int)
    /// The choice is one of the next slots.
    case book(customer: Int, choice: Int), promise(agent: Int, choice: Int)
    case agentGone(Int), agentBack(Int)
    case activity(agent: Int, name: String), forced(agent: Int, name: String)
    case profile(agent: Int)
    case accept(agent: Int), acceptAll(agent: Int), lateAccept(agent: Int), reject(agent: Int)
    case connect(agent: Int), report(customer: Int, connected: Bool), hangUp(agent: Int, byCustomer: Bool), hold(agent: Int)
    case supervise(supervisor: Int, mode: SupervisionMode), takeOver(supervisor: Int), guest(agent: Int)
    case transferToQueue(agent: Int, queue: Int), transferToAgent(agent: Int, other: Int)
    case consultAgent(agent: Int, other: Int), consultQueue(agent: Int, queue: Int), complete(agent: Int), consultReturn(agent: Int)
    case colleagueLeaves(agent: Int)
    case finish(agent: Int), skip(agent: Int), extend(agent: Int)
    case move(customer: Int, queue: Int), priority(customer: Int, points: Int)
    case adopt(version: Int)
    case announce(queue: Int)
    case restart(outage: Int64)
    /// The desk hears nothing for that long, then everything at once.
    case jump(Int64)
    /// Nothing can be stored for that long; then those who come back are heard first.
    case standstill(Int64)
    case wait(Int64)

    static let customers = 14
    static let agents = 6
    static let supervisors = 2
    static let activities = ["available", "available", "available", "away", "offline", "lunch", "phone"]

    /// - Parameter crowd: So many of the customers do anything.
    init(using random: inout IdentifierSource, version: Int, crowd: Int) {
        func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        func pick<Element>(_ elements: [Element]) -> Element { elements[pick(elements.count)] }
        let customer = pick(crowd)
        let agent = pick(Self.agents)
        switch pick(100) {
        case 0..<17:
            self = .visit(
                customer: customer, queue: pick(3), segment: pick(4) == 0, cart: pick(3) == 0 ? Int64(pick(100_000)) : nil,
                lastAgent: pick(3) == 0 ? pick(Self.agents) : nil)
        case 17: self = .customerGone(customer)
        case 18: self = pick(2) == 0 ? .customerGone(customer) : .book(customer: customer, choice: pick(6))
        case 19..<22: self = .customerBack(customer)
        case 22: self = pick(3) == 0 ? .leave(customer) : .callback(customer: customer)
        case 23: self = .agentGone(agent)
        case 24..<34: self = .agentBack(agent)
        case 34..<38: self = .activity(agent: agent, name: pick(Self.activities))
        case 38: self = .forced(agent: agent, name: pick(Self.activities))
        case 39: self = .profile(agent: agent)
        case 40..<47: self = .accept(agent: agent)
        case 47..<52: self = .acceptAll(agent: agent)
        case 52: self = .lateAccept(agent: agent)
        case 53..<56: self = .reject(agent: agent)
        case 56..<60: self = .connect(agent: agent)
        case 60: self = .report(customer: customer, connected: pick(2) == 0)
        case 61..<68: self = .hangUp(agent: agent, byCustomer: pick(2) == 0)
        case 68:
            switch pick(8) {
            case 0..<2: self = .consultReturn(agent: agent)
            case 2..<4: self = .colleagueLeaves(agent: agent)
            default: self = .hold(agent: agent)
            }
        case 69: self = .supervise(supervisor: pick(Self.supervisors), mode: pick([.monitor, .whisper, .barge]))
        case 70: self = .takeOver(supervisor: pick(Self.supervisors))
        case 71: self = pick(2) == 0 ? .guest(agent: agent) : .answerCallback(customer: customer)
        case 72: self = .transferToQueue(agent: agent, queue: pick(3))
        case 73: self = .complete(agent: agent)
        case 74: self = pick(2) == 0 ? .consultAgent(agent: agent, other: pick(Self.agents)) : .consultQueue(agent: agent, queue: pick(3))
        case 75: self = .transferToAgent(agent: agent, other: pick(Self.agents))
        case 76..<84: self = .finish(agent: agent)
        case 84: self = pick(2) == 0 ? .skip(agent: agent) : .extend(agent: agent)
        case 85: self = .promise(agent: agent, choice: pick(6))
        case 86: self = .move(customer: customer, queue: pick(3))
        case 87..<89: self = .priority(customer: customer, points: pick(201) - 100)
        case 89: self = pick(2) == 0 ? .adopt(version: version + 1) : .wait(1)
        case 90..<93: self = .announce(queue: pick(3))
        case 93: self = pick(5) == 0 ? .restart(outage: Int64(pick(60_000))) : .wait(1)
        case 94: self = pick(5) == 0 ? .jump(Int64(pick(200_000))) : .wait(1)
        case 95: self = pick(5) == 0 ? .standstill(Int64(pick(200_000))) : .wait(1)
        default: self = .wait(Int64(pick(10_000)))
        }
    }
}
