/// What happened, for the journal: append-only, never edited.
public struct DomainEvent: Hashable, Sendable, Codable {
    public let at: Instant
    public let kind: Kind

    public enum Kind: Hashable, Sendable, Codable {
        case ticketEnqueued(ticket: TicketID, interaction: InteractionID, customer: CustomerID, queue: QueueName)
        case ticketRequeued(ticket: TicketID, interaction: InteractionID, queue: QueueName)
        case customerConnectivity(ticket: TicketID, attached: Bool)
        case ticketClosed(ticket: TicketID, interaction: InteractionID, closing: TicketClosing)
        case callbackRequested(ticket: TicketID, interaction: InteractionID, kind: ContactAddress.Kind)
        /// `by`: the agent who promised it.
        case callbackBooked(ticket: TicketID, interaction: InteractionID, slot: Slot, kind: ContactAddress.Kind, by: AgentID?)
        case callbackInvited(ticket: TicketID, interaction: InteractionID, attempt: Int, until: Instant)
        case callbackAnswered(ticket: TicketID, interaction: InteractionID)
        case offerMade(offer: OfferID, ticket: TicketID, agent: AgentID, deadline: Instant)
        case offerEnded(offer: OfferID, ticket: TicketID, agent: AgentID, result: OfferResult)
        case agentActivity(agent: AgentID, activity: Activity)
        case agentForced(agent: AgentID, activity: Activity, by: AccountID)
        case agentProfile(agent: AgentID, profile: AgentProfile)
        /// The ticket reached another step or ring, or another rule took it.
        case ticketRouted(ticket: TicketID, queue: QueueName, rule: BoundedText<NameLimit>, step: Int, ring: Int, priority: Int)
        case ticketMoved(ticket: TicketID, from: QueueName, to: QueueName, by: AccountID)
        case ticketPrioritised(ticket: TicketID, priority: Int, by: AccountID)
        case planAdopted(version: Int)
        case transferred(session: SessionID, interaction: InteractionID, from: AgentID, to: TransferTarget)
        case consultStarted(session: SessionID, interaction: InteractionID, from: AgentID, colleague: AgentID)
        case consultJoined(session: SessionID, colleague: AgentID)
        case consultEnded(session: SessionID, colleague: AgentID, ending: ConsultEnding)
        case protected(session: SessionID, interaction: InteractionID, agent: AgentID, blockedUntil: Instant?)
        case blockLifted(customer: CustomerID, by: AccountID)
        case wrapUpExtended(interaction: InteractionID, agent: AgentID, until: Instant)
        case repaired(finding: String)
        case sessionStarted(session: SessionID, interaction: InteractionID, agent: AgentID)
        case participantJoined(session: SessionID, participant: ParticipantID, epoch: Int)
        case sessionState(session: SessionID, state: Session.State)
        case chatSent(session: SessionID, message: Identifier<ChatMessage>, from: ParticipantID)
        case noteSaved(interaction: InteractionID, agent: AgentID)
        case participantLeft(session: SessionID, participant: ParticipantID, role: Participant.Role)
        case hold(session: SessionID, on: Bool)
        case consent(session: SessionID, participant: ParticipantID, purpose: ConsentPurpose, answer: Consent.Answer)
        case recordingExpected(session: SessionID, recording: RecordingID)
        case recordingPaused(session: SessionID, paused: Bool)
        case inviteCreated(session: SessionID, invite: InviteID)
        case inviteRevoked(session: SessionID, invite: InviteID)
        case guestAdmitted(session: SessionID, participant: ParticipantID, invite: InviteID)
        case supervision(session: SessionID, account: AccountID, mode: SupervisionMode)
        case handoverBegun(session: SessionID, cause: Handover.Cause, from: AgentID, to: AgentID)
        case handoverEnded(session: SessionID, to: AgentID, ending: Handover.Ending)
        case takenOver(session: SessionID, from: AgentID, to: AgentID)
        case wrapUpEnded(interaction: InteractionID, agent: AgentID, disposition: Disposition)
    }

    /// The stable name in the journal's `kind` column.
    public var name: String {
        switch kind {
        case .ticketEnqueued: "ticket.enqueued"
        case .ticketRequeued: "ticket.requeued"
        case .customerConnectivity: "customer.connectivity"
        case .ticketClosed: "ticket.closed"
        case .callbackRequested: "callback.requested"
        case .callbackBooked: "callback.booked"
        case .callbackInvited: "callback.invited"
        case .callbackAnswered: "callback.answered"
        case .offerMade: "offer.made"
        case .offerEnded: "offer.ended"
        case .agentActivity: "agent.activity"
        case .agentForced: "agent.forced"
        case .agentProfile: "agent.profile"
        case .ticketRouted: "ticket.routed"
        case .ticketMoved: "ticket.moved"
        case .ticketPrioritised: "ticket.prioritised"
        case .planAdopted: "plan.adopted"
        case .transferred: "session.transferred"
        case .consultStarted: "consult.started"
        case .consultJoined: "consult.joined"
        case .consultEnded: "consult.ended"
        case .protected: "session.protected"
        case .blockLifted: "customer.blockLifted"
        case .wrapUpExtended: "wrapUp.extended"
        case .repaired: "desk.repaired"
        case .sessionStarted: "session.started"
        case .participantJoined: "participant.joined"
        case .sessionState: "session.state"
        case .chatSent: "chat.sent"
        case .noteSaved: "note.saved"
        case .participantLeft: "participant.left"
        case .hold: "session.hold"
        case .consent: "consent.set"
        case .recordingExpected: "recording.expected"
        case .recordingPaused: "recording.paused"
        case .inviteCreated: "invite.created"
        case .inviteRevoked: "invite.revoked"
        case .guestAdmitted: "guest.admitted"
        case .supervision: "supervision"
        case .handoverBegun: "handover.begun"
        case .handoverEnded: "handover.ended"
        case .takenOver: "session.takenOver"
        case .wrapUpEnded: "wrapUp.ended"
        }
    }
}
