/// Why a ticket was offered to whom it was: made with the offer, and completed when one of them accepts.
///
/// It is stored once and apart from its interaction. What comes later, or says where it belongs, is not in its coded form.
public struct AssignmentRecord: Hashable, Sendable, Codable {
    /// What the ticket asked for.
    public struct Demand: Hashable, Sendable, Codable {
        public let queue: QueueName?
        public let skills: [SkillRequirement]
        /// The one agent it was for: the last one, the account's owner, or whom a person chose.
        public let agent: AgentID?
    }

    public struct Candidate: Hashable, Sendable, Codable {
        public let agent: AgentID
        public let idleSince: Instant
        public let verdict: Verdict
    }

    /// Why one agent was chosen, or not.
    public enum Verdict: Hashable, Sendable, Codable {
        case chosen
        case notAvailable(activity: ActivityName)
        case notResponding
        case disconnected
        /// In a call, or looking at an offer.
        case busy
        case wrappingUp
        /// Has as much of this medium, or beside it, as agents may.
        case atCapacity
        case missingSkill(SkillRequirement)
        case otherQueue
        /// Declined or missed this ticket, which is not offered to them again until then.
        case declined(until: Instant)
        case idleLessLong
        /// The ticket was for one agent alone.
        case notTheOne
    }

    /// Agents in this state when the offer was made, candidates included.
    public struct Tally: Hashable, Sendable, Codable {
        public let standing: AgentStanding
        public let agents: Int
    }

    /// Of all of its interaction; 0 is the first.
    public internal(set) var number = 0
    public let at: Instant
    public let ageMs: Int64
    public let planVersion: Int
    public let rule: BoundedText<NameLimit>
    /// 0 is the first.
    public let step: Int
    public let ring: Int
    public let priority: Int
    public let demand: Demand
    /// Those chosen first, then others: at most 20, even where there are thousands of agents.
    public let candidates: CandidateList
    public let tallies: [Tally]
    public let offers: [OfferID]
    public let offerDeadline: Instant
    /// `nil`: the step does not end.
    public let stepEnd: Instant?
    /// Who has the customer since; `nil` when none of them accepted.
    public internal(set) var acceptedBy: AgentID?
    public internal(set) var acceptedAt: Instant?

    public static let maximumCandidates = 20

    private enum CodingKeys: CodingKey {
        case at, ageMs, planVersion, rule, step, ring, priority, demand, candidates, tallies, offers, offerDeadline, stepEnd
    }

    /// As it is known to a store.
    public func stored(as number: Int, acceptedBy agent: AgentID?, at instant: Instant?) -> Self {
        var record = self
        (record.number, record.acceptedBy, record.acceptedAt) = (number, agent, instant)
        return record
    }
}
