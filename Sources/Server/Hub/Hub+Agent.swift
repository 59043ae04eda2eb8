import Domain
import Signaling

/// What agents may ask.
extension Hub {
    func answerAgent(_ method: Method, _ id: AccountID, _ client: SignalingSession, _ parameters: [UInt8]) throws(SignalingError) -> Answer
    {
        switch method {
        case .agentActivity:
            let request = try JSON.decode(Requests.AgentActivity.self, parameters)
            let agent = try ask { desk, now throws(DeskError) in
                try desk.setActivity(Activity(request.activity, in: desk.plan), of: id, at: now)
            }
            return .stored(JSON.encode(AgentReply(agent: Views.Agent(agent))))
        case .offerAccept:
            return try accept(try JSON.decode(Requests.OfferChoice.self, parameters).offer, id, client)
        case .offerReject:
            let offer = try JSON.decode(Requests.OfferChoice.self, parameters).offer
            try ask { desk, now throws(DeskError) in try desk.rejectOffer(offer, by: id, at: now) }
            return .stored(JSON.empty)
        case .noteSave:
            let request = try JSON.decode(Requests.NoteSave.self, parameters)
            try ask { desk, now throws(DeskError) in try desk.saveNote(request.text.text, on: request.interaction, by: id, at: now) }
            return .stored(JSON.empty)
        case .wrapUpFinish:
            let request = try JSON.decode(Requests.WrapUpFinish.self, parameters)
            try ask { desk, now throws(DeskError) in
                try desk.finishWrapUp(
                    of: request.interaction, by: id, disposition: request.disposition, resolved: request.resolved,
                    note: request.note?.text, at: now)
            }
            return .stored(JSON.empty)
        case .wrapUpSkip:
            let interaction = try JSON.decode(Requests.WrapUpChoice.self, parameters).interaction
            try ask { desk, now throws(DeskError) in try desk.skipWrapUp(of: interaction, by: id, at: now) }
            return .stored(JSON.empty)
        case .wrapUpExtend:
            let interaction = try JSON.decode(Requests.WrapUpChoice.self, parameters).interaction
            _ = try ask { desk, now throws(DeskError) in try desk.extendWrapUp(of: interaction, by: id, at: now) }
            return .stored(JSON.empty)
        case .callbackSlots:
            let request = try JSON.decode(Requests.PromiseSlots.self, parameters)
            let slots = try ask { desk, now throws(DeskError) in try desk.slots(after: request.interaction, by: id, at: now) }
            return .now(JSON.encode(Views.Slots(slots)))
        case .callbackPromise:
            return .stored(try promise(try JSON.decode(Requests.CallbackPromise.self, parameters), by: id))
        case .transferTargets:
            let request = try JSON.decode(Requests.TransferTargets.self, parameters)
            let medium = request.session.flatMap { desk.sessions[$0]?.medium } ?? .video
            return .now(JSON.encode(transferTargets(for: id, medium)))
        case .sessionTransfer:
            let request = try JSON.decode(Requests.SessionTransfer.self, parameters)
            _ = try ask { desk, now throws(DeskError) in
                try desk.transfer(request.session, to: request.target, by: client.principal.person, at: now)
            }
            return .stored(JSON.empty)
        default: throw Self.notAllowed
        }
    }

    /// Where the agent may send a customer: every queue, and the colleagues who are there, those who can take the call at once first.
    private func transferTargets(for id: AgentID, _ medium: Medium) -> Views.TransferTargets {
        let colleagues = desk.agents.values.filter { $0.id != id && $0.isStaffed }
            .sorted { ($0.canTake(medium) ? 0 : 1, $0.name.description, $0.id) < ($1.canTake(medium) ? 0 : 1, $1.name.description, $1.id) }
        return Views.TransferTargets(
            queues: zip(desk.plan.plan.queues, desk.queues(desk.plan.plan.queues.map(\.name))).map { settings, standing in
                Views.TransferTargets.Queue(
                    name: settings.name, title: settings.title, waiting: standing.waiting,
                    agentsAvailable: desk.availableAgents(in: settings.name, for: medium))
            }, agents: colleagues.prefix(Views.TransferTargets.listedAgents).map { Views.TransferTargets.Agent($0, medium) })
    }

    private func accept(_ offer: OfferID, _ id: AgentID, _ client: SignalingSession) throws(SignalingError) -> Answer {
        let session = try ask { desk, now throws(DeskError) in try desk.acceptOffer(offer, by: id, at: now) }
        return .stored(reply(session, to: client))
    }
}

private struct AgentReply: Encodable { let agent: Views.Agent }
