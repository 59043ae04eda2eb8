import Domain
import Signaling

/// What supervisors and managers change of routing. The hub carries it out and stores it, with the audit log's entry, in one transaction.
struct RoutingOrder: Sendable {
    enum Change: Sendable {
        /// `basedOn`: the version that the manager looked at.
        case publish(RoutingPlan, basedOn: Int, note: BoundedText<LineLimit>?)
        case profile(AgentID, AgentProfile)
        case activity(AgentID, ActivityName)
        case move(TicketID, to: QueueName)
        case prioritise(TicketID, Int)
        case liftBlock(CustomerID)
    }

    let change: Change
    let account: Account
}

/// Why an order was not carried out.
enum RoutingRefusal: Error, Sendable {
    /// Somebody published since; the version that holds.
    case planChanged(version: Int)
    case planInvalid([PlanProblem])
    case unknownSkill(SkillName)
    case unknownQueue(QueueName)
    case other(SignalingError)
}
