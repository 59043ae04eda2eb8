/// An invariant did not hold. Prints what led to it.
struct SimulationFailure: Error, CustomStringConvertible {
    let seed: UInt64
    let event: Int
    let finding: String
    /// The last events, oldest first.
    let timeline: [String]

    var description: String {
        (["seed \(seed), event \(event): \(finding)"] + timeline).joined(separator: "\n  ")
    }
}

/// What a simulation went through.
struct SimulationSummary: CustomStringConvertible {
    var events = 0
    var visits = 0
    var offers = 0
    var accepted = 0
    /// Accepts that came after another agent's.
    var taken = 0
    var transfers = 0
    /// Colleagues who took a seat beside an agent, and those of them who got the customer.
    var consults = 0
    var handovers = 0
    /// Times that a customer was written to.
    var invited = 0
    /// Times that were booked, and those of them that agents promised.
    var booked = 0
    var promised = 0
    var restarts = 0
    var plans = 0
    var movedBack = 0
    /// Chats that began, and what was written in them.
    var chats = 0
    var messages = 0

    var description: String {
        "\(events) events, \(visits) visits, \(offers) offers, \(accepted) accepted, \(taken) too late, \(transfers) transfers, "
            + "\(consults) consults (\(handovers) completed), \(invited) called back, \(chats) chats, \(messages) messages, "
            + "\(plans) plans, \(restarts) restarts, \(movedBack) told that they moved back"
    }
}
