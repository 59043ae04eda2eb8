import Domain

/// What clients are shown, exactly as PROTOCOL.md §5 has it.
enum Views {
    struct Caller: Encodable {
        let id: String
        let name: String?
        let email: String?
        let externalId: String?
        let verified: Bool
        let cart: Money?
        let useCase: String
        let entryPoint: String?
        let variant: String?
        let page: String?
        let language: Language
        let matter: String?
        let preflight: Preflight?

        init(_ caller: Domain.Caller) {
            id = caller.customer.id.description
            name = caller.customer.name?.description
            email = caller.customer.email?.description
            externalId = caller.customer.externalID?.description
            verified = caller.customer.isVerified
            cart = caller.cart
            useCase = caller.useCase.description
            entryPoint = caller.entryPoint?.description
            variant = caller.variant?.description
            page = caller.page?.description
            language = caller.language
            matter = caller.matter?.description
            preflight = caller.preflight
        }
    }

    struct Agent: Encodable {
        let id: String
        let name: String
        let activity: ActivityName
        let kind: ActivityKind
        let since: Int64
        let notResponding: Bool
        let workload: String
        /// What they could be offered now.
        let canTake: MediumSet
        /// Chats that they have, those included whose record is being finished.
        let chats: Int
        let idleSince: Int64

        init(_ agent: Domain.Agent) {
            id = agent.id.description
            name = agent.name.description
            activity = agent.activity.name
            kind = agent.activity.kind
            since = agent.notRespondingSince?.milliseconds ?? agent.activitySince.milliseconds
            notResponding = agent.notRespondingSince != nil
            let work = agent.workload
            workload = work.offer != nil ? "offered" : work.isTalking ? "talking" : work.isIdle ? "idle" : "wrapUp"
            canTake = agent.openTo
            chats = work.count(of: .chat)
            idleSince = agent.idleSince.milliseconds
        }
    }

    struct TransferTargets: Encodable {
        static let listedAgents = 200

        struct Queue: Encodable {
            let name: QueueName
            let title: Title
            let waiting: Int
            let agentsAvailable: Int
        }

        struct Agent: Encodable {
            let id: AgentID
            let name: String
            let activity: ActivityName
            let kind: ActivityKind
            let workload: String
            let canTake: Bool

            init(_ agent: Domain.Agent, _ medium: Medium) {
                let shown = Views.Agent(agent)
                id = agent.id
                name = shown.name
                activity = shown.activity
                kind = shown.kind
                workload = shown.workload
                canTake = agent.canTake(medium)
            }
        }

        let queues: [Queue]
        let agents: [Agent]
    }

    /// A queue as the plan names it.
    struct QueueTitle: Encodable, Hashable {
        let name: QueueName
        let title: Title
    }

    /// What agents choose from and read of the plan.
    struct PlanNames: Encodable, Hashable {
        let activities: [ActivityDefinition]
        let queues: [QueueTitle]

        init(_ plan: ValidatedPlan) {
            activities = plan.activities
            queues = plan.plan.queues.map { QueueTitle(name: $0.name, title: $0.title) }
        }
    }

    struct QueueStats: Encodable, Hashable {
        let queue: String
        let waiting: Int
        @Nullable var oldestEnqueuedAt: Int64?
        /// Of those who serve this queue.
        let agentsAvailable: Int
    }

    struct Stats: Encodable, Hashable {
        let queues: [QueueStats]

        init(_ desk: ServiceDesk) {
            queues = desk.queues(desk.plan.plan.queues.map(\.name)).map {
                QueueStats(
                    queue: $0.queue.description, waiting: $0.waiting, oldestEnqueuedAt: $0.oldestEnqueuedAt?.milliseconds,
                    agentsAvailable: desk.availableAgents(in: $0.queue))
            }
        }
    }
}
