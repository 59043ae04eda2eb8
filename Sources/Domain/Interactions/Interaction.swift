/// One matter handled once, whatever the medium: the record that the customer's history and every KPI are made of.
public struct Interaction: Hashable, Sendable {
    public enum Outcome: String, Sendable, Codable {
        case handled, abandoned, failed
    }

    public let id: InteractionID
    private var visit: Shared<Visit>
    /// Where it is, or was last, to be handled.
    public internal(set) var queue: QueueName
    public let enqueuedAt: Instant
    /// When the first agent accepted.
    public internal(set) var answeredAt: Instant?
    /// When the customer asked to be called back instead of waiting at the page.
    public internal(set) var callbackRequestedAt: Instant?
    /// The interaction whose agent promised to call back about it.
    public let followUpOf: InteractionID?
    /// When the customer's part ended: hang-up, leaving the queue, or being lost.
    public internal(set) var endedAt: Instant?
    public internal(set) var wrapEndedAt: Instant?
    public internal(set) var outcome: Outcome?
    public internal(set) var segments: [Segment] = []
    public internal(set) var offers: [OfferRecord] = []
    public internal(set) var note: BoundedText<NoteLimit>?
    public internal(set) var disposition: Disposition?
    /// The agent's word on whether the matter is settled; `nil` when not said.
    public internal(set) var resolved: Bool?
    /// How the media travelled, participant by participant, minute by minute. Relayed sessions only.
    public internal(set) var quality: [QualityMinute] = []
    /// Why it was offered to whom it was, oldest first. Stored apart from it: they are long and do not change.
    public internal(set) var assignments: [AssignmentRecord] = []
    /// When agents shielded themselves from the customer.
    public internal(set) var flags: [Flag] = []
    /// Nothing more will be added by the desk.
    public internal(set) var isClosed = false

    public var caller: Caller { visit.value.caller }
    /// What the workflow went by besides, so that the period can be replayed with another one.
    public var context: VisitContext { visit.value.context }
    public internal(set) var medium: Medium {
        get { visit.value.context.medium }
        set {
            var context = context
            context.medium = newValue
            visit = Shared(Visit(caller: caller, context: context))
        }
    }

    static let maximumSegments = 500
    static let maximumOffers = 500
    static let maximumQuality = 1_000
    static let maximumAssignments = 50
    static let maximumFlags = 20

    init(id: InteractionID, caller: Caller, context: VisitContext, queue: QueueName, enqueuedAt: Instant, followUpOf: InteractionID? = nil)
    {
        self.id = id
        visit = Shared(Visit(caller: caller, context: context))
        self.queue = queue
        self.enqueuedAt = enqueuedAt
        self.followUpOf = followUpOf
    }

    /// Whether an agent is finishing the record. After a transfer it may be several.
    var isWrappedUp: Bool { segments.contains { $0.kind == .wrap && $0.to == nil } }

    /// Ends what the agent and the customer are doing together.
    mutating func closeSegment(at instant: Instant) {
        guard let open = openSegment else { return }
        segments[open].to = max(instant, segments[open].from)
    }

    mutating func closeWrapUp(of agent: AgentID, at instant: Instant) {
        guard let open = segments.lastIndex(where: { $0.kind == .wrap && $0.to == nil && $0.agent == agent }) else { return }
        segments[open].to = max(instant, segments[open].from)
    }

    mutating func beginConsult(agent: AgentID, at instant: Instant) {
        guard segments.count < Self.maximumSegments else { return }
        segments.append(Segment(kind: .consult, agent: agent, from: instant))
    }

    mutating func endConsult(agent: AgentID, at instant: Instant) {
        guard let open = segments.lastIndex(where: { $0.kind == .consult && $0.to == nil && $0.agent == agent }) else { return }
        segments[open].to = max(instant, segments[open].from)
    }

    /// Ends the open segment and starts one of `kind`; nothing changes when that kind is already running. Wrap-ups run beside it.
    mutating func enterSegment(_ kind: Segment.Kind, agent: AgentID, at instant: Instant) {
        if segments.contains(where: { $0.to == nil && $0.kind == kind && $0.agent == agent }) { return }
        // A connection that flaps for hours: the last segment goes on instead of a further one. Wrap-up is always kept.
        if kind != .wrap, segments.count >= Self.maximumSegments, openSegment != nil { return }
        closeSegment(at: instant)
        segments.append(Segment(kind: kind, agent: agent, from: instant))
    }

    private var openSegment: Int? { segments.lastIndex { $0.to == nil && $0.kind != .wrap && $0.kind != .consult } }

    /// Beyond the bound the first half stays, which says how it began, and the oldest of the rest goes.
    mutating func add(_ record: AssignmentRecord) -> (added: AssignmentRecord, dropped: AssignmentRecord?) {
        let isFull = assignments.count >= Self.maximumAssignments
        let dropped = isFull ? assignments.remove(at: Self.maximumAssignments / 2) : nil
        var added = record
        added.number = assignments.last.map { $0.number + 1 } ?? 0
        assignments.append(added)
        return (added, dropped)
    }

    /// Gives it back what is stored apart from it, oldest first.
    public mutating func restore(_ assignments: [AssignmentRecord]) { self.assignments = assignments }

    /// Beyond the bound the first and the last ones stay.
    mutating func add(_ flag: Flag) {
        if flags.count >= Self.maximumFlags { flags.remove(at: Self.maximumFlags / 2) }
        flags.append(flag)
    }

    /// The assignment that it completes.
    mutating func accept(_ offer: OfferID, by agent: AgentID, at instant: Instant) -> AssignmentRecord? {
        guard let index = assignments.lastIndex(where: { $0.offers.contains(offer) }) else { return nil }
        assignments[index].acceptedBy = agent
        assignments[index].acceptedAt = instant
        return assignments[index]
    }
}

/// A field that is not in a row has its first value.
extension Interaction: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, caller, context, queue, enqueuedAt, answeredAt, callbackRequestedAt, followUpOf, endedAt, wrapEndedAt, outcome, segments,
            offers, note,
            disposition
        case resolved, quality, flags, isClosed
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        id = try row.decode(InteractionID.self, forKey: .id)
        visit = Shared(
            Visit(
                caller: try row.decode(Caller.self, forKey: .caller),
                context: try row.decodeIfPresent(VisitContext.self, forKey: .context) ?? VisitContext()))
        queue = try row.decode(QueueName.self, forKey: .queue)
        enqueuedAt = try row.decode(Instant.self, forKey: .enqueuedAt)
        answeredAt = try row.decodeIfPresent(Instant.self, forKey: .answeredAt)
        callbackRequestedAt = try row.decodeIfPresent(Instant.self, forKey: .callbackRequestedAt)
        followUpOf = try row.decodeIfPresent(InteractionID.self, forKey: .followUpOf)
        endedAt = try row.decodeIfPresent(Instant.self, forKey: .endedAt)
        wrapEndedAt = try row.decodeIfPresent(Instant.self, forKey: .wrapEndedAt)
        outcome = try row.decodeIfPresent(Outcome.self, forKey: .outcome)
        segments = try row.decodeIfPresent([Segment].self, forKey: .segments) ?? []
        offers = try row.decodeIfPresent([OfferRecord].self, forKey: .offers) ?? []
        note = try row.decodeIfPresent(BoundedText<NoteLimit>.self, forKey: .note)
        disposition = try row.decodeIfPresent(Disposition.self, forKey: .disposition)
        resolved = try row.decodeIfPresent(Bool.self, forKey: .resolved)
        quality = try row.decodeIfPresent([QualityMinute].self, forKey: .quality) ?? []
        flags = try row.decodeIfPresent([Flag].self, forKey: .flags) ?? []
        isClosed = try row.decode(Bool.self, forKey: .isClosed)
    }

    public func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(id, forKey: .id)
        try row.encode(caller, forKey: .caller)
        try row.encode(context, forKey: .context)
        try row.encode(queue, forKey: .queue)
        try row.encode(enqueuedAt, forKey: .enqueuedAt)
        try row.encodeIfPresent(answeredAt, forKey: .answeredAt)
        try row.encodeIfPresent(callbackRequestedAt, forKey: .callbackRequestedAt)
        try row.encodeIfPresent(followUpOf, forKey: .followUpOf)
        try row.encodeIfPresent(endedAt, forKey: .endedAt)
        try row.encodeIfPresent(wrapEndedAt, forKey: .wrapEndedAt)
        try row.encodeIfPresent(outcome, forKey: .outcome)
        if !segments.isEmpty { try row.encode(segments, forKey: .segments) }
        if !offers.isEmpty { try row.encode(offers, forKey: .offers) }
        try row.encodeIfPresent(note, forKey: .note)
        try row.encodeIfPresent(disposition, forKey: .disposition)
        try row.encodeIfPresent(resolved, forKey: .resolved)
        if !quality.isEmpty { try row.encode(quality, forKey: .quality) }
        if !flags.isEmpty { try row.encode(flags, forKey: .flags) }
        try row.encode(isClosed, forKey: .isClosed)
    }
}

public typealias InteractionID = Identifier<Interaction>

/// A stretch of an interaction that one agent spent in one way.
public struct Segment: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable {
        case talk, hold, reconnect, wrap
        /// A colleague who was consulted; beside the agent's own segments.
        case consult
    }

    public let kind: Kind
    public let agent: AgentID
    public let from: Instant
    /// `nil` while it runs.
    public internal(set) var to: Instant?
}

/// What became of one offer of this interaction.
public struct OfferRecord: Hashable, Sendable, Codable {
    public let agent: AgentID
    public let at: Instant
    public let result: OfferResult
    public let endedAt: Instant
}

/// How an interaction was concluded by the agent.
public enum Disposition: String, Sendable, Codable, CaseIterable {
    case resolved
    case sale
    case followUp
    case callBack
    case wrongQueue
    case noCustomer
    case other
    /// The wrap-up ran out before the agent chose.
    case notGiven

    /// What an agent may choose.
    public static var choices: [Self] { allCases.filter { $0 != .notGiven } }
}
