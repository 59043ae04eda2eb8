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
        /// Why the place is further back than it was told before.
        let movedBack: MovedBack?
        let wait: Wait?
        let greeting: String?
        let callback: Callback?
        /// Whether the customer may ask to be called back.
        let mayCallBack: Bool
        /// Whether they may choose a time for it.
        let mayBook: Bool
        /// The queue gives the customer up unless they take this.
        let turnaway: Turnaway?

        /// When it is their turn the customer is written to; see PROTOCOL.md §5.
        struct Callback: Encodable {
            let state: String
            let contact: String
            let from: Instant?
            let until: Instant?
            let attempts: Int
            /// The time that was booked.
            let slot: Slot?

            init(_ callback: Domain.Callback) {
                contact = callback.contact.masked
                attempts = callback.attempts
                slot = callback.slot
                switch callback.state {
                case .booked(let until): (state, from, self.until) = ("booked", until, nil)
                case .waiting(let from): (state, self.from, until) = ("waiting", from, nil)
                case .invited(let until): (state, from, self.until) = ("invited", nil, until)
                case .answered: (state, from, until) = ("answered", nil, nil)
                }
            }
        }

        /// From now on: as often less than `p50Ms` as more, nine times out of ten less than `p90Ms`.
        struct Wait: Encodable {
            let p50Ms: Int64
            let p90Ms: Int64
        }

        init(_ standing: TicketStanding, texts: GreetingTexts, mayAskForCallback: Bool, mayBook: Bool) {
            self.init(
                standing.ticket, state: standing.ticket.state == .waiting ? "waiting" : "offered", position: standing.position,
                waiting: standing.waiting, closedReason: nil, movedBack: standing.movedBack,
                wait: standing.estimate.map { Wait(p50Ms: $0.p50, p90Ms: $0.p90) },
                greeting: standing.greeting?.text(in: standing.ticket.caller.language, from: texts),
                mayCallBack: mayAskForCallback, mayBook: mayBook)
        }

        init(_ ticket: Domain.Ticket, closing: TicketClosing) {
            let isAssigned = closing == .assigned
            self.init(
                ticket, state: isAssigned ? "assigned" : "closed", position: 0, waiting: 0,
                closedReason: isAssigned ? nil : closing.rawValue, movedBack: nil, wait: nil, greeting: nil, mayCallBack: false,
                mayBook: false)
        }

        private init(
            _ ticket: Domain.Ticket, state: String, position: Int, waiting: Int, closedReason: String?,
            movedBack: MovedBack?, wait: Wait?, greeting: String?, mayCallBack: Bool, mayBook: Bool
        ) {
            id = ticket.id.description
            interaction = ticket.interaction.description
            queue = ticket.queue.description
            self.state = state
            self.position = position
            self.waiting = waiting
            enqueuedAt = ticket.enqueuedAt.milliseconds
            self.closedReason = closedReason
            self.movedBack = movedBack
            self.wait = wait
            self.greeting = greeting
            callback = ticket.callback.map(Callback.init)
            self.mayCallBack = mayCallBack
            self.mayBook = mayBook
            turnaway = ticket.turnaway
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
        let idleSince: Int64

        init(_ agent: Domain.Agent) {
            id = agent.id.description
            name = agent.name.description
            activity = agent.activity.name
            kind = agent.activity.kind
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
        /// When the customer asked to be called back; absent: they waited.
        let callbackRequestedAt: Instant?
        /// The time that the customer booked, or was promised.
        let bookedFor: Instant?
        /// A colleague who has the customer asks for advice; absent: the customer waits.
        let consult: Consult?

        struct Consult: Encodable {
            let session: SessionID
            /// Who asks.
            let by: String?
        }

        init(_ offer: Domain.Offer, _ ticket: Domain.Ticket) {
            consult = offer.consult.map { Consult(session: $0.session, by: $0.by?.description) }
            id = offer.id.description
            self.ticket = ticket.id.description
            queue = ticket.queue.description
            createdAt = offer.createdAt.milliseconds
            deadline = offer.deadline.milliseconds
            enqueuedAt = ticket.enqueuedAt.milliseconds
            caller = Caller(ticket.caller)
            callbackRequestedAt = ticket.callback?.requestedAt
            bookedFor = ticket.callback?.slot?.from
        }
    }

    /// The times that can be booked, the next first.
    struct Slots: Encodable {
        let slots: [Slot]

        init(_ slots: [Slot]) { self.slots = slots }
    }

    /// The agent no longer consults that colleague.
    struct ConsultEnded: Encodable {
        let session: SessionID
        let colleague: String
        let name: String
        let ending: ConsultEnding

        init(_ session: Domain.Session, _ consult: Domain.Consult, _ ending: ConsultEnding) {
            self.session = session.id
            colleague = consult.colleague.description
            name = consult.name.description
            self.ending = ending
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

    struct ChatHistory: Encodable {
        let session: SessionID
        let messages: [ChatMessage]

        init(_ messages: [Domain.ChatMessage], in session: Domain.Session) {
            self.session = session.id
            self.messages = messages.map { ChatMessage($0, in: session) }
        }
    }

    struct WrapUp: Encodable {
        let interaction: String
        let deadline: Int64
        let startedAt: Int64
        let caller: Caller
        let note: String
        let dispositions: [String]
        let mode: WrapUpPolicy.Mode
        let canSkip: Bool
        let extensionsLeft: Int
        let extensionSeconds: Int
        /// Of a time that is fixed: the record is in, the time runs on.
        let saved: Bool
        /// Whether the agent can promise to call the customer back.
        let mayPromise: Bool
        let promised: Ticket.Callback?

        init(_ wrapUp: Domain.WrapUp, _ interaction: Interaction, in desk: ServiceDesk) {
            mayPromise = desk.mayPromise(after: interaction)
            promised = desk.promisedTicket(after: interaction.id)?.callback.map(Ticket.Callback.init)
            self.interaction = interaction.id.description
            deadline = wrapUp.deadline.milliseconds
            startedAt = wrapUp.startedAt.milliseconds
            caller = Caller(interaction.caller)
            note = interaction.note?.description ?? ""
            dispositions = Disposition.choices.map(\.rawValue)
            mode = wrapUp.policy.mode
            canSkip = wrapUp.canSkip
            extensionsLeft = max(0, wrapUp.policy.extensions - wrapUp.extensionsUsed)
            extensionSeconds = wrapUp.policy.extensionSeconds
            saved = wrapUp.isFinished
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

            init(_ agent: Domain.Agent) {
                let shown = Views.Agent(agent)
                id = agent.id
                name = shown.name
                activity = shown.activity
                kind = shown.kind
                workload = shown.workload
                canTake = agent.canTakeOffer
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

    struct WrapUpFinished: Encodable {
        let interaction: String
        let finished = true

        private enum CodingKeys: CodingKey { case interaction, finished }
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
