import Domain
import Storage

extension Views {
    struct Plan: Encodable {
        let version: Int
        @Nullable var publishedAt: Instant?
        @Nullable var publishedBy: String?
        @Nullable var note: String?
        let plan: RoutingPlan
        /// Queues that must stay in the plan.
        let useCases: [QueueName]

        init(_ record: RoutingPlanRecord?, unpublished: RoutingPlan, publisher: String?, useCases: [QueueName]) {
            version = record?.version ?? 0
            publishedAt = record?.publishedAt
            publishedBy = publisher
            note = record?.note?.description
            plan = record?.plan ?? unpublished
            self.useCases = useCases
        }
    }

    struct PlanVersion: Encodable {
        let version: Int
        let publishedAt: Instant
        @Nullable var publishedBy: String?
        @Nullable var note: String?

        init(_ version: RoutingPlanVersion, publisher: String?) {
            self.version = version.version
            publishedAt = version.publishedAt
            publishedBy = publisher
            note = version.note
        }
    }

    /// An account as settings show it.
    struct ProfiledAgent: Encodable {
        let id: AccountID
        let name: String
        let role: Role
        let profile: AgentProfile
        let disabled: Bool

        init(_ record: AccountRecord, _ profile: AgentProfile) {
            id = record.account.id
            name = record.account.displayName.description
            role = record.account.role
            self.profile = profile
            disabled = record.isDisabled
        }
    }
}
