import Domain
import Signaling

/// Everything a client needs that knows nothing.
extension Hub {
    func snapshot(for client: SignalingSession) -> Payload {
        let ended = endings.last(of: client.principal.person, at: now)
        switch client.principal {
        case .customer(let id):
            let session = desk.session(of: id)
            return JSON.encode(
                Views.CustomerSnapshot(
                    ticket: desk.ticket(of: id).map(ticketView), session: session.map { view(of: $0, for: $0.customer, client) },
                    chat: chat(in: session), ended: ended))
        case .guest:
            let session = desk.session(ofPerson: client.principal.person)
            return JSON.encode(
                Views.GuestSnapshot(session: session.flatMap { own($0, client) }, chat: chat(in: session), ended: ended))
        case .account(let id):
            guard let agent = desk.agent(id) else { return JSON.empty }
            let session = desk.session(ofPerson: client.principal.person)
            let wrapUp = desk.wrapUp(of: id)
            let names = Views.PlanNames(desk.plan)
            let note = session.flatMap { desk.interactions[$0.interaction]?.note } ?? wrapUp?.interaction.note
            return JSON.encode(
                Views.AccountSnapshot(
                    agent: Views.Agent(agent), offer: desk.offer(to: id).map { Views.Offer($0.offer, $0.ticket) },
                    session: session.flatMap { own($0, client) }, chat: chat(in: session), note: note?.description ?? "",
                    wrapUp: wrapUp.map { Views.WrapUp($0.wrapUp, $0.interaction, in: desk) },
                    useCases: configuration.useCases.map(\.queue.description), activities: names.activities, queues: names.queues,
                    dispositions: Disposition.choices.map(\.rawValue),
                    stats: Views.Stats(desk),
                    ended: ended))
        }
    }

    private func own(_ session: Session, _ client: SignalingSession) -> Views.Session? {
        session.participant(of: client.principal.person).map { view(of: session, for: $0, client) }
    }

    private func chat(in session: Session?) -> [Views.ChatMessage] {
        guard let session else { return [] }
        return (desk.messages[session.id] ?? []).map { Views.ChatMessage($0, in: session) }
    }
}
