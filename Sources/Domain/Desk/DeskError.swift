/// Why the desk refused an input. Nothing has changed when one is thrown.
public enum DeskError: String, Error, Sendable {
    case ticketGone, offerGone, sessionGone
    /// Another agent was faster and has the customer.
    case offerTaken
    /// Signed off, or not known at all.
    case agentUnavailable
    case alreadyInSession
    case notFound
    /// It exists, but is not for this person to do.
    case notAllowed
    /// The link ended, was revoked, or its session is over.
    case inviteGone
    /// No visit of this customer is taken for now. What they are told says no more than that.
    case notAvailable
    /// The queue is closed now.
    case queueClosed
    /// The queue's customers do not talk that way.
    case mediumNotOffered
    /// The queue takes nobody more.
    case queueFull
    /// Another customer is to be called back at this address.
    case contactTaken
    /// That time cannot be booked, or not any more.
    case slotTaken
    /// A bound of the policy is reached.
    case overloaded
}
