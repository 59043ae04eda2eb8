import Domain
import Signaling

/// Saying what is stored.
extension Hub {
    func say(_ speech: Speech) {
        switch speech {
        case .reply(let session, let id, let reply): signaling.reply(session, id: id, reply)
        case .welcome(let welcome, let id, let snapshot):
            signaling.send(welcome, id: id, payload: welcomePayload(welcome, snapshot: snapshot))
        case .standings(let standings):
            for standing in standings { push(.ticket, Views.Ticket(standing), to: .customer(standing.ticket.customer)) }
        case .effect(let effect): say(effect)
        }
    }

    private func say(_ effect: DeskEffect) {
        switch effect {
        case .ticket(let standing):
            toldPositions[standing.ticket.id] = standing.position
            push(.ticket, Views.Ticket(standing), to: .customer(standing.ticket.customer))
        case .ticketClosed(let ticket, let closing):
            toldPositions[ticket.id] = nil
            push(.ticket, Views.Ticket(ticket, closing: closing), to: .customer(ticket.customer))
        case .queueMoved(let queue):
            movedQueues.insert(queue)
            if positionsDue == nil { positionsDue = now + Self.positionPause(waiting: desk.ticketCount) }
        case .agent(let agent): push(.agent, Views.Agent(agent), to: .account(agent.id))
        case .offer(let offer, let ticket): push(.offer, Views.Offer(offer, ticket), to: .account(offer.agent))
        case .offerEnded(let offer, let result):
            metrics.offers[result, default: 0] += 1
            push(.offerEnded, Views.OfferEnded(offer: offer.id.description, result: result), to: .account(offer.agent))
        case .session(let session): announce(session)
        case .chat(let session, let message):
            for (principal, _) in principals(of: session) { push(.chat, Views.ChatMessage(message, in: session), to: principal) }
        case .wrapUp(let agent, let wrapUp, let interaction): push(.wrapUp, Views.WrapUp(wrapUp, interaction), to: .account(agent))
        case .wrapUpFinished(let agent, let interaction):
            push(.wrapUp, Views.WrapUpFinished(interaction: interaction.description), to: .account(agent))
        }
    }

    /// Each open page sees the session from its own seat.
    private func announce(_ session: Session) {
        for (principal, role) in principals(of: session) {
            for client in signaling.sessions(of: principal) {
                signaling.push(.session, JSON.encode(view(of: session, for: role, client)), to: client)
            }
            if case .ended(let ending) = session.state {
                endings.add(
                    principal.person,
                    Views.Ended(
                        interaction: session.interaction.description, reason: ending.rawValue, at: session.since.milliseconds), at: now)
            }
        }
        if session.isEnded { signaling.closeRoom(session.id) }
    }

    private func principals(of session: Session) -> [(Principal, Participant.Role)] {
        [(.customer(session.customerID), .customer), (.account(session.agentID), .agent)]
    }

    private func push(_ type: PushType, _ view: some Encodable, to principal: Principal) {
        let clients = signaling.sessions(of: principal)
        guard !clients.isEmpty else { return }
        let payload = JSON.encode(view)
        for client in clients { signaling.push(type, payload, to: client) }
    }
}
