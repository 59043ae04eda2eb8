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
        /// What customers are told where the plan says nothing else: by message and language.
        let standardGreetings: [String: [String: String]]

        init(_ record: RoutingPlanRecord?, unpublished: RoutingPlan, publisher: String?, useCases: [QueueName]) {
            version = record?.version ?? 0
            publishedAt = record?.publishedAt
            publishedBy = publisher
            note = record?.note?.description
            plan = record?.plan ?? unpublished
            self.useCases = useCases
            standardGreetings = Dictionary(
                uniqueKeysWithValues: Greeting.Message.allCases.map { message in
                    let texts = Language.allCases.map { ($0.rawValue, GreetingTexts.standard(message, $0)) }
                    return (message.rawValue, Dictionary(uniqueKeysWithValues: texts))
                })
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
