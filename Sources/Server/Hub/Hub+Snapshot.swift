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
                    chat: chat(of: session?.interaction ?? desk.ticket(of: id)?.ticket.interaction, in: session, .call), ended: ended))
        case .guest:
            let session = desk.call(of: client.principal.person)
            return JSON.encode(
                // What was written before this call is not for who was invited to it.
                Views.GuestSnapshot(
                    session: session.flatMap { own($0, client) },
                    chat: chat(of: session?.interaction, in: session, since: session?.startedAt, .call), ended: ended))
        case .account(let id):
            guard let agent = desk.agent(id) else { return JSON.empty }
            let session = desk.call(of: client.principal.person)
            let chats = desk.chats(of: id)
            let wrapUps = desk.wrapUps(of: id)
            let wrapUp = wrapUps.first { $0.wrapUp.medium == .video }
            let names = Views.PlanNames(desk.plan)
            let note = session.flatMap { desk.interactions[$0.interaction]?.note } ?? wrapUp?.interaction.note
            return JSON.encode(
                Views.AccountSnapshot(
                    agent: Views.Agent(agent), offer: desk.offer(to: id).map { Views.Offer($0.offer, $0.ticket) },
                    session: session.flatMap { own($0, client) }, chat: chat(of: session?.interaction, in: session, .call),
                    note: note?.description ?? "",
                    wrapUp: wrapUp.map { Views.WrapUp($0.wrapUp, $0.interaction, in: desk) },
                    chats: chats.compactMap { chat($0, .chats.divided(by: chats.count), client) },
                    chatWrapUps: wrapUps.filter { $0.wrapUp.medium == .chat }.map {
                        Views.WrapUp($0.wrapUp, $0.interaction, in: desk)
                    },
                    useCases: configuration.useCases.map(\.queue.description), activities: names.activities, queues: names.queues,
                    dispositions: Disposition.choices.map(\.rawValue),
                    stats: Views.Stats(desk),
                    ended: ended))
        }
    }

    private func own(_ session: Session, _ client: SignalingSession) -> Views.Session? {
        session.participant(of: client.principal.person).map { view(of: session, for: $0, client) }
    }

    private func chat(_ session: Session, _ part: ChatExtract, _ client: SignalingSession) -> Views.Chat? {
        own(session, client).map { view in
            Views.Chat(
                session: view, chat: chat(of: session.interaction, in: session, part),
                note: desk.interactions[session.interaction]?.note?.description ?? "")
        }
    }

    /// The last of what was written about the matter, also in sessions that are over.
    private func chat(of interaction: InteractionID?, in session: Session?, since start: Instant? = nil, _ part: ChatExtract)
        -> [Views.ChatMessage]
    {
        guard let interaction else { return [] }
        let written = (desk.messages[interaction] ?? []).filter { message in start.map { message.at >= $0 } ?? true }
        return part.last(of: written).map { Views.ChatMessage($0, in: session?.id) }
    }
}
