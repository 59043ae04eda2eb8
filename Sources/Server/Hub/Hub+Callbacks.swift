import Domain
import Signaling
import Storage

/// Customers who are called back.
extension Hub {
    /// An address that can be written to from here, and is not being flooded.
    func check(_ request: CallbackRequest) throws(SignalingError) {
        let kind = request.contact.kind
        guard configuration.letters.kinds.contains(kind) else {
            throw SignalingError(.contactUnsupported, "no \(kind.rawValue) can be sent from here")
        }
        guard
            request.from == nil
                || bookings.admit(request.contact.description.lowercased(), configuration.bookingsPerHourPerAddress, at: now)
        else {
            throw SignalingError(.rateLimited, "too many letters to this address in an hour", retryAfterMs: 3_600_000)
        }
    }

    /// A time that an agent promises.
    func promise(_ request: Requests.CallbackPromise, by agent: AccountID) throws(SignalingError) -> Payload {
        let callback = CallbackRequest(contact: request.contact, from: request.from)
        try check(callback)
        let isThere = desk.wrapUp(of: agent).map { signaling.isPrincipalAttached(.customer($0.interaction.caller.customer.id)) } ?? false
        let ticket = try ask { desk, now throws(DeskError) in
            try desk.promiseCallback(callback, after: request.interaction, by: agent, attached: isThere, at: now)
        }
        return JSON.encode(PromiseReply(callback: ticket.callback.map(Views.Ticket.Callback.init)))
    }

    /// The letter goes into the transaction of the tick in which a time was booked, or it became the customer's turn.
    func write(to ticket: Ticket) {
        var source = IdentifierSource()
        let secret = api.callbackLinks.secret(of: ticket.interaction)
        let path = "/visit?lang=\(ticket.caller.language.rawValue)&useCase=\(ticket.caller.useCase)#callback=\(secret)"
        guard let link = configuration.letters.link(to: path),
            let letter = Letter(about: ticket, in: desk.zone(of: ticket.queue), link: link, at: now, using: &source)
        else { return }
        records.append(.letter(letter))
    }

    /// The customer who holds the link of this interaction's letter; `nil`: it is over.
    func customer(calledBackAbout interaction: InteractionID) -> CustomerID? { desk.customer(calledBackAbout: interaction) }
}

private struct PromiseReply: Encodable { let callback: Views.Ticket.Callback? }
