/// How patient an `ICELite` is.
public struct ICEPolicy: Sendable, Hashable {
    /// After this long without a valid check a path may not be sent to (RFC 7675 asks for at most 30 s).
    public var consent: Duration
    /// How long a nominated path holds against the nomination of one with a lower priority: some browsers nominate every pair that
    /// works and then use the best, others nominate only the one they have moved to.
    public var nominationHold: Duration
    /// How many addresses one peer may have checked at a time.
    public var maxPaths: Int
    /// How many of a peer's latest checks are remembered, so that none counts twice: more than an hour of them at one each 4 s.
    public var rememberedChecks: Int

    public init(
        consent: Duration = .seconds(15), nominationHold: Duration = .seconds(1), maxPaths: Int = 16, rememberedChecks: Int = 1_024
    ) {
        self.consent = consent
        self.nominationHold = nominationHold
        self.maxPaths = max(1, maxPaths)
        self.rememberedChecks = max(1, rememberedChecks)
    }
}
