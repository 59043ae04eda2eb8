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

    struct Ticket: Encodable {
        let id: String
        let interaction: String
        let queue: String
        let state: String
        let position: Int
        let waiting: Int
        let enqueuedAt: Int64
        let closedReason: String?

        init(_ standing: TicketStanding) {
            self.init(
                standing.ticket, state: standing.ticket.state == .waiting ? "waiting" : "offered", position: standing.position,
                waiting: standing.waiting, closedReason: nil)
        }

        init(_ ticket: Domain.Ticket, closing: TicketClosing) {
            let isAssigned = closing == .assigned
            self.init(
                ticket, state: isAssigned ? "assigned" : "closed", position: 0, waiting: 0,
                closedReason: isAssigned ? nil : closing.rawValue)
        }

        private init(_ ticket: Domain.Ticket, state: String, position: Int, waiting: Int, closedReason: String?) {
            id = ticket.id.description
            interaction = ticket.interaction.description
            queue = ticket.queue.description
            self.state = state
            self.position = position
            self.waiting = waiting
            enqueuedAt = ticket.enqueuedAt.milliseconds
            self.closedReason = closedReason
        }
    }

    struct Agent: Encodable {
        let id: String
        let name: String
        let activity: Activity
        let since: Int64
        let notResponding: Bool
        let workload: String
        let idleSince: Int64

        init(_ agent: Domain.Agent) {
            id = agent.id.description
            name = agent.name.description
            activity = agent.activity
            since = agent.notRespondingSince?.milliseconds ?? agent.activitySince.milliseconds
            notResponding = agent.notRespondingSince != nil
            workload =
                switch agent.workload {
                case .idle: "idle"
                case .offered: "offered"
                case .talking: "talking"
                case .wrapUp: "wrapUp"
                }
            idleSince = agent.idleSince.milliseconds
        }
    }

    struct Offer: Encodable {
        let id: String
        let ticket: String
        let queue: String
        let createdAt: Int64
        let deadline: Int64
        let enqueuedAt: Int64
        let caller: Caller

        init(_ offer: Domain.Offer, _ ticket: Domain.Ticket) {
            id = offer.id.description
            self.ticket = ticket.id.description
            queue = ticket.queue.description
            createdAt = offer.createdAt.milliseconds
            deadline = offer.deadline.milliseconds
            enqueuedAt = ticket.enqueuedAt.milliseconds
            caller = Caller(ticket.caller)
        }
    }

    struct OfferEnded: Encodable {
        let offer: String
        let result: OfferResult
    }

    struct ChatMessage: Encodable {
        let id: String
        let key: String
        let session: String
        let from: String
        let role: Domain.Participant.Role
        let name: String?
        let at: Int64
        let text: String

        init(_ message: Domain.ChatMessage, in session: Domain.Session) {
            id = message.id.description
            key = message.key.description
            self.session = session.id.description
            from = message.from.description
            role = message.role
            name = message.name?.description
            at = message.at.milliseconds
            text = message.text.description
        }
    }

    struct WrapUp: Encodable {
        let interaction: String
        let deadline: Int64
        let startedAt: Int64
        let caller: Caller
        let note: String
        let dispositions: [String]

        init(_ wrapUp: Domain.WrapUp, _ interaction: Interaction) {
            self.interaction = interaction.id.description
            deadline = wrapUp.deadline.milliseconds
            startedAt = wrapUp.startedAt.milliseconds
            caller = Caller(interaction.caller)
            note = interaction.note?.description ?? ""
            dispositions = Disposition.choices.map(\.rawValue)
        }
    }

    struct WrapUpFinished: Encodable {
        let interaction: String
        let finished = true

        private enum CodingKeys: CodingKey { case interaction, finished }
    }

    struct QueueStats: Encodable {
        let queue: String
        let waiting: Int
        @Nullable var oldestEnqueuedAt: Int64?
        let agentsAvailable: Int
    }

    struct Stats: Encodable {
        let queues: [QueueStats]

        init(_ queues: [QueueStanding], agentsAvailable: Int) {
            self.queues = queues.map {
                QueueStats(
                    queue: $0.queue.description, waiting: $0.waiting, oldestEnqueuedAt: $0.oldestEnqueuedAt?.milliseconds,
                    agentsAvailable: agentsAvailable)
            }
        }
    }
}
