/// What customers and agents did in a past period, apart from how they were brought together: what another plan is tried on.
public struct RoutingHistory: Hashable, Sendable {
    /// A customer's visit.
    public struct Visit: Hashable, Sendable {
        public let caller: Caller
        public let context: VisitContext
        public let enqueuedAt: Instant
        /// How long the customer waited before they left; `nil` when they were answered: they wait for as long as it takes.
        public let patience: Duration?
        /// How long the agent looked at the offer before accepting it; `nil`: nobody accepted.
        public let answering: Duration?
        /// What the visit takes of agents; `nil` when nobody answered it: as long as the answered visits of its use case on average.
        public let handling: Handling?

        public init(
            caller: Caller, context: VisitContext = VisitContext(), enqueuedAt: Instant, patience: Duration? = nil,
            answering: Duration? = nil, handling: Handling? = nil
        ) {
            self.caller = caller
            self.context = context
            self.enqueuedAt = enqueuedAt
            self.patience = patience
            self.answering = answering
            self.handling = handling
        }
    }

    public struct Handling: Hashable, Sendable {
        public let talk: Duration
        public let wrapUp: Duration

        public init(talk: Duration, wrapUp: Duration) {
            self.talk = talk
            self.wrapUp = wrapUp
        }
    }

    /// What an agent said of themselves, and what managers said of them.
    public struct Shift: Hashable, Sendable {
        public struct Change: Hashable, Sendable {
            public let at: Instant
            public let kind: Kind

            public init(at: Instant, _ kind: Kind) {
                self.at = at
                self.kind = kind
            }
        }

        public enum Kind: Hashable, Sendable {
            case activity(ActivityName)
            case profile(AgentProfile)
            /// Let an offer run out: takes no other until `responding`.
            case notResponding
            case responding
        }

        public let agent: AgentID
        public let name: BoundedText<NameLimit>
        /// In force when the first change comes.
        public let profile: AgentProfile
        /// In the order of time. Those before the period say how it begins.
        public let changes: [Change]

        public init(agent: AgentID, name: BoundedText<NameLimit>, profile: AgentProfile, changes: [Change]) {
            self.agent = agent
            self.name = name
            self.profile = profile
            self.changes = changes
        }
    }

    public let from: Instant
    public let to: Instant
    /// Those that began in the period, in the order in which they came.
    public let visits: [Visit]
    public let shifts: [Shift]

    public init(from: Instant, to: Instant, visits: [Visit], shifts: [Shift]) {
        self.from = from
        self.to = to
        self.visits = visits
        self.shifts = shifts
    }
}

extension RoutingHistory {
    /// What a visit takes that nobody answered: the mean of those of the same use case that were, else of all, else nothing.
    func typicalHandling() -> (QueueName) -> Handling {
        let answered = visits.compactMap { visit in visit.handling.map { (visit.caller.useCase, $0) } }
        let byUseCase = Dictionary(grouping: answered) { $0.0 }.mapValues { Self.mean($0.map(\.1)) }
        let overall = Self.mean(answered.map(\.1))
        return { byUseCase[$0] ?? overall }
    }

    private static func mean(_ handlings: [Handling]) -> Handling {
        func mean(_ durations: [Duration]) -> Duration {
            durations.isEmpty ? .zero : .milliseconds(durations.reduce(0) { $0 + $1.wholeMilliseconds } / Int64(durations.count))
        }
        return Handling(talk: mean(handlings.map(\.talk)), wrapUp: mean(handlings.map(\.wrapUp)))
    }
}
