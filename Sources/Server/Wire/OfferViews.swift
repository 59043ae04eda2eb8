import Domain

extension Views {
    struct Offer: Encodable {
        let id: String
        let ticket: String
        let queue: String
        let medium: Medium
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
            medium = ticket.medium
            createdAt = offer.createdAt.milliseconds
            deadline = offer.deadline.milliseconds
            enqueuedAt = ticket.enqueuedAt.milliseconds
            caller = Caller(ticket.caller)
            callbackRequestedAt = ticket.callback?.requestedAt
            bookedFor = ticket.callback?.slot?.from
        }
    }

    struct OfferEnded: Encodable {
        let offer: String
        let result: OfferResult
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
}
