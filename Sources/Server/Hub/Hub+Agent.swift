import Domain
import Signaling

/// What agents may ask.
extension Hub {
    func answerAgent(_ method: Method, _ id: AccountID, _ client: SignalingSession, _ parameters: [UInt8]) throws(SignalingError) -> Answer
    {
        switch method {
        case .agentActivity:
            let request = try JSON.decode(Requests.AgentActivity.self, parameters)
            let agent = try ask { desk, now throws(DeskError) in try desk.setActivity(request.activity, of: id, at: now) }
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
        default: throw Self.notAllowed
        }
    }

    private func accept(_ offer: OfferID, _ id: AgentID, _ client: SignalingSession) throws(SignalingError) -> Answer {
        let session = try ask { desk, now throws(DeskError) in try desk.acceptOffer(offer, by: id, at: now) }
        return .stored(reply(session, to: client))
    }
}

private struct AgentReply: Encodable { let agent: Views.Agent }
