/// Why the desk refused an input. Nothing has changed when one is thrown.
public enum DeskError: String, Error, Sendable {
    case ticketGone, offerGone, sessionGone
    case alreadyInSession
    case notFound
    /// A bound of the policy is reached.
    case overloaded
}
