import Domain
import Signaling
import Storage

/// Customers who are called back.
extension Hub {
    /// An address that can be written to from here.
    func checkContact(_ contact: ContactAddress?) throws(SignalingError) {
        guard let contact, !configuration.letters.kinds.contains(contact.kind) else { return }
        throw SignalingError(.contactUnsupported, "no \(contact.kind.rawValue) can be sent from here")
    }

    /// The letter goes into the transaction of the tick in which it became the customer's turn.
    func write(to ticket: Ticket) {
        var source = IdentifierSource()
        let secret = api.callbackLinks.secret(of: ticket.interaction)
        let path = "/visit?lang=\(ticket.caller.language.rawValue)&useCase=\(ticket.caller.useCase)#callback=\(secret)"
        guard let link = configuration.letters.link(to: path),
            let letter = Letter(inviting: ticket, link: link, at: now, using: &source)
        else { return }
        records.append(.letter(letter))
    }

    /// The customer who holds the link of this interaction's letter; `nil`: it is over.
    func customer(calledBackAbout interaction: InteractionID) -> CustomerID? { desk.customer(calledBackAbout: interaction) }
}
