import Domain

extension Views {
    struct Ticket: Encodable {
        let id: String
        let interaction: String
        let queue: String
        let medium: Medium
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
            medium = ticket.medium
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

    /// The times that can be booked, the next first.
    struct Slots: Encodable {
        let slots: [Slot]

        init(_ slots: [Slot]) { self.slots = slots }
    }
}
