import Domain
import Signaling

/// Something to be said once everything before it is stored.
enum Speech {
    case reply(SignalingSession, id: Int64, Reply)
    case effect(DeskEffect)
    case standings([TicketStanding])
    /// What agents call activities and queues is another.
    case names(Views.PlanNames)
    /// Somebody outside waits for it to be stored; told why when it cannot be.
    case call(@Sendable (SignalingError?) -> Void)
    case welcome(Welcome, id: Int64, snapshot: Payload)
}

/// What one turn of the loop did: stored as a whole, then said as a whole, in order.
struct Tick {
    let number: UInt64
    let since: Instant
    var isStored: Bool
    var speeches: [Speech]
}
