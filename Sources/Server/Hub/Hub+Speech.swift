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
            for standing in standings { push(.ticket, ticketView(standing), to: .customer(standing.ticket.customer)) }
        case .names(let names):
            for agent in desk.agents.keys { push(.plan, names, to: .account(agent)) }
        case .effect(let effect): say(effect)
        case .call(let call): call(nil)
        }
    }

    private func say(_ effect: DeskEffect) {
        switch effect {
        case .ticket(let standing):
            push(.ticket, ticketView(standing), to: .customer(standing.ticket.customer))
        case .ticketClosed(let ticket, let closing):
            push(.ticket, Views.Ticket(ticket, closing: closing), to: .customer(ticket.customer))
        case .queueMoved(let queue):
            movedQueues.insert(queue)
            if positionsDue == nil { positionsDue = now + Self.positionPause(waiting: desk.ticketCount) }
        case .agent(let agent): push(.agent, Views.Agent(agent), to: .account(agent.id))
        case .offer(let offer, let ticket): push(.offer, Views.Offer(offer, ticket), to: .account(offer.agent))
        case .consultEnded(let session, let consult, let ending):
            push(.consult, Views.ConsultEnded(session, consult, ending), to: .account(session.agentID))
        case .offerEnded(let offer, let result):
            metrics.offers[result, default: 0] += 1
            push(.offerEnded, Views.OfferEnded(offer: offer.id.description, result: result), to: .account(offer.agent))
        case .session(let session): announce(session)
        case .callbackDue, .callbackBooked: break  // Its letter was stored with it.
        case .recordingExpected(let recording): media.begin(recording)
        case .dismissed(let session, let participant, let why): dismiss(participant, from: session, why)
        case .chat(let session, let message):
            for participant in session.participants {
                push(.chat, Views.ChatMessage(message, in: session.id), to: participant.principal)
            }
        case .chatSoFar(let session, let participant, let messages):
            push(.chatHistory, Views.ChatHistory(Array(ChatExtract.chats.last(of: messages)), in: session), to: participant.principal)
        case .wrapUp(let agent, let wrapUp, let interaction):
            push(.wrapUp, Views.WrapUp(wrapUp, interaction, in: desk), to: .account(agent))
        case .flagged(let session, let flag):
            alerts.add(BoardAlert(session, flag))
            isBoardCurrent = false
        case .wrapUpFinished(let agent, let interaction):
            push(.wrapUp, Views.WrapUpFinished(interaction: interaction.description), to: .account(agent))
        }
    }

    /// Each open page sees the session from its own seat; relay and recorder get their plan.
    private func announce(_ session: Session) {
        media.follow(session, present: desk.sessions[session.id])
        for participant in session.participants {
            show(session, to: participant)
            if case .ended(let ending) = session.state { remember(ending.rawValue, of: session, for: participant, at: session.since) }
        }
        guard session.isEnded else { return }
        signaling.closeRoom(session.id)
        // Whoever comes again from the same page may ask for the same agent.
        for client in signaling.sessions(of: session.customer.principal) {
            client.attachment = (client.attachment as? ClientProfile)?.after(session.agentID)
        }
    }

    /// Somebody is no longer in a session that goes on: their media is cut, their pages are told.
    private func dismiss(_ participant: Participant, from session: Session, _ why: Dismissal) {
        media.remove(participant.id, from: session.id)
        signaling.vacate(participant.id, in: session.id)
        show(session, to: participant, dismissed: why)
        remember(why.rawValue, of: session, for: participant, at: now)
        if participant.role == .supervisor { audit(AccountID(participant.person), "session.left", session) }
        if participant.role == .guest { signaling.revoke(participant.principal, reason: .revoked) }
    }

    private func show(_ session: Session, to participant: Participant, dismissed: Dismissal? = nil) {
        for client in signaling.sessions(of: participant.principal) {
            signaling.push(.session, JSON.encode(view(of: session, for: participant, client, dismissed: dismissed)), to: client)
        }
    }

    private func remember(_ reason: String, of session: Session, for participant: Participant, at instant: Instant) {
        let ended = Views.Ended(interaction: session.interaction.description, reason: reason, at: instant.milliseconds)
        endings.add(participant.person, ended, at: now)
    }

    private func push(_ type: PushType, _ view: some Encodable, to principal: Principal) {
        let clients = signaling.sessions(of: principal)
        guard !clients.isEmpty else { return }
        let payload = JSON.encode(view)
        for client in clients { signaling.push(type, payload, to: client) }
    }
}

extension Participant {
    /// Who is to be told.
    var principal: Principal {
        switch role {
        case .customer: .customer(CustomerID(person))
        case .agent, .supervisor, .consulted: .account(AccountID(person))
        case .guest: .guest(GuestID(person))
        }
    }
}
