import Domain
import Signaling
import Storage

/// Customers who are called back.
extension Hub {
    /// An address that can be written to from here, and neither it nor this visitor has had too many letters written. `visitor`: `nil`
    /// when an agent promises.
    func check(_ request: CallbackRequest, by visitor: CustomerID?) throws(SignalingError) {
        let kind = request.contact.kind
        guard configuration.letters.kinds.contains(kind) else {
            throw SignalingError(.contactUnsupported, "no \(kind.rawValue) can be sent from here")
        }
        let limit = configuration.callbacksPerHour
        guard letterCounts.hasRoom(request.contact.mailbox, limit, at: now),
            visitor.map({ letterCounts.hasRoom($0.description, limit, at: now) }) ?? true
        else { throw SignalingError(.rateLimited, "too many letters were asked for in an hour", retryAfterMs: 3_600_000) }
    }

    /// To be called when the desk has agreed: what is refused sends no letter.
    func count(_ request: CallbackRequest, by visitor: CustomerID?) {
        _ = letterCounts.admit(request.contact.mailbox, configuration.callbacksPerHour, at: now)
        if let visitor { _ = letterCounts.admit(visitor.description, configuration.callbacksPerHour, at: now) }
    }

    /// A time that an agent promises.
    func promise(_ request: Requests.CallbackPromise, by agent: AccountID) throws(SignalingError) -> Payload {
        let callback = CallbackRequest(contact: request.contact, from: request.from)
        try check(callback, by: nil)
        let customer = desk.wrapUp(of: agent, after: request.interaction)?.interaction.caller.customer.id
        let isThere = customer.map { signaling.isPrincipalAttached(.customer($0)) } ?? false
        let ticket = try ask { desk, now throws(DeskError) in
            try desk.promiseCallback(callback, after: request.interaction, by: agent, attached: isThere, at: now)
        }
        count(callback, by: nil)
        return JSON.encode(PromiseReply(callback: ticket.callback.map(Views.Ticket.Callback.init)))
    }

    /// The letter goes into the transaction of the tick in which a time was booked, or it became the customer's turn.
    func write(to ticket: Ticket) {
        var source = IdentifierSource()
        guard let contact = ticket.callback?.contact else { return }
        let secret = api.callbackLinks.secret(of: ticket.interaction, to: contact)
        let path = "/visit?lang=\(ticket.caller.language.rawValue)&useCase=\(ticket.caller.useCase)#callback=\(secret)"
        guard let link = configuration.letters.link(to: path),
            let letter = Letter(about: ticket, in: desk.zone(of: ticket.queue), link: link, at: now, using: &source)
        else { return }
        records.append(.letter(letter))
    }
}

private struct PromiseReply: Encodable { let callback: Views.Ticket.Callback? }
