import Domain
import Signaling

/// What both sides of a call may ask.
extension Hub {
    /// `nil`: the method is not one of these.
    func answerParticipant(_ method: Method, _ session: SignalingSession, _ parameters: [UInt8]) throws(SignalingError) -> Answer? {
        let person = session.principal.person
        switch method {
        case .sessionJoin:
            let request = try JSON.decode(Requests.SessionJoin.self, parameters)
            return try join(request, session)
        case .sessionMedia:
            let media = try JSON.decode(Participant.Media.self, parameters)
            guard session.seat != nil else { throw Self.notSeated }
            try ask { desk, now throws(DeskError) in try desk.setMedia(media, by: person, at: now) }
            return .stored(JSON.empty)
        case .sessionReport:
            let request = try JSON.decode(Requests.SessionReport.self, parameters)
            guard session.seat != nil else { throw Self.notSeated }
            try ask { desk, now throws(DeskError) in try desk.report(request.media, by: person, at: now) }
            return .stored(JSON.empty)
        case .sessionICE:
            guard let seat = session.seat else { throw Self.notSeated }
            return .now(JSON.encode(ICEView(iceServers: ice.servers(for: seat.participant))))
        case .sessionHangup:
            let request = try JSON.decode(Requests.SessionHangup.self, parameters)
            try ask { desk, now throws(DeskError) in try desk.hangUp(request.session, by: person, at: now) }
            return .stored(JSON.empty)
        case .chatSend:
            let request = try JSON.decode(Requests.ChatSend.self, parameters)
            let message = try ask { desk, now throws(DeskError) in
                try desk.sendChat(request.text, key: request.key, in: request.session, by: person, at: now)
            }
            guard let room = desk.sessions[request.session] else { throw Self.notSeated }
            return .stored(JSON.encode(MessageView(message: Views.ChatMessage(message, in: room))))
        default: return nil
        }
    }

    private func join(_ request: Requests.SessionJoin, _ session: SignalingSession) throws(SignalingError) -> Answer {
        let person = session.principal.person
        let joined = try ask { desk, now throws(DeskError) in
            try desk.joinSession(request.session, as: person, epoch: request.epoch, at: now)
        }
        let role: Participant.Role = joined.customer.person == person ? .customer : .agent
        signaling.seat(session, as: joined.participant(role).id, in: joined.id)
        return .stored(JSON.encode(SessionReply(session: view(of: joined, for: role, session))))
    }

    /// The page that carried the media is gone for good while another page of the same person is there: nobody would report for it any
    /// more. (When no page is there, the desk sees the person as detached, and lets a call go on whose media still flows.)
    func mediaLost(of principal: Principal, in session: SessionID) {
        guard storageTrouble == nil, desk.sessions[session] != nil, signaling.isPrincipalAttached(principal) else { return }
        try? desk.report(.disconnected, by: principal.person, at: now)
        collect()
    }

    func view(of session: Session, for role: Participant.Role, _ client: SignalingSession) -> Views.Session {
        Views.Session(
            session, for: role, isMine: signaling.isSeated(client, in: session.id),
            iceServers: session.isEnded ? [] : ice.servers(for: session.participant(role).id))
    }
}

struct SessionReply: Encodable { let session: Views.Session }
private struct ICEView: Encodable { let iceServers: [Views.ICEServer] }
private struct MessageView: Encodable { let message: Views.ChatMessage }
