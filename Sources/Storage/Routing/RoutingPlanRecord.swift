public import Domain

/// A routing plan as it was published. Versions are never changed or removed: an assignment names the one that it was made by.
public struct RoutingPlanRecord: Hashable, Sendable {
    /// 1 is the first.
    public let version: Int
    public let publishedAt: Instant
    /// `nil`: the operator, from a file.
    public let publishedBy: AccountID?
    public let note: BoundedText<LineLimit>?
    public let plan: RoutingPlan

    public init(version: Int, publishedAt: Instant, publishedBy: AccountID?, note: BoundedText<LineLimit>?, plan: RoutingPlan) {
        self.version = version
        self.publishedAt = publishedAt
        self.publishedBy = publishedBy
        self.note = note
        self.plan = plan
    }
}

/// A published plan without the plan.
public struct RoutingPlanVersion: Hashable, Sendable {
    public let version: Int
    public let publishedAt: Instant
    public let publishedBy: AccountID?
    public let note: String?
}
