import Domain
import Signaling

/// What those in a session may ask.
extension Hub {
    /// `nil`: the method is not one of these.
    func answerParticipant(_ method: Method, _ session: SignalingSession, id: Int64, _ parameters: [UInt8]) throws(SignalingError)
        -> Answer?
    {
        let person = session.principal.person
        switch method {
        case .sessionJoin:
            let request = try JSON.decode(Requests.SessionJoin.self, parameters)
            return try join(request, session)
        case .mediaOffer:
            return try offerMedia(try JSON.decode(Requests.MediaOffer.self, parameters), session, id: id)
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
        case .sessionReceived:
            let request = try JSON.decode(Requests.SessionReceived.self, parameters)
            // Another page of the same person knows nothing of what this one gets.
            guard session.seat?.room.id == request.session else { throw Self.notSeated }
            try ask { desk, now throws(DeskError) in
                try desk.received(request.participant, epoch: request.epoch, by: person, in: request.session, at: now)
            }
            return .stored(JSON.empty)
        case .sessionICE:
            guard let seat = session.seat else { throw Self.notSeated }
            return .now(JSON.encode(ICEView(iceServers: ice.servers(for: seat.participant))))
        case .sessionHangup:
            let request = try JSON.decode(Requests.SessionHangup.self, parameters)
            try ask { desk, now throws(DeskError) in try desk.hangUp(request.session, by: person, at: now) }
            return .stored(JSON.empty)
        case .consentSet:
            let request = try JSON.decode(Requests.ConsentSet.self, parameters)
            let changed = try ask { desk, now throws(DeskError) in
                try desk.setConsent(request.purpose, granted: request.granted, in: request.session, by: person, at: now)
            }
            media.stopUnwantedCapture(of: changed)
            return .stored(reply(changed, to: session))
        case .chatSend:
            let request = try JSON.decode(Requests.ChatSend.self, parameters)
            let message = try ask { desk, now throws(DeskError) in
                try desk.sendChat(request.text, key: request.key, in: request.session, by: person, at: now)
            }
            guard let room = desk.sessions[request.session] else { throw Self.notSeated }
            return .stored(JSON.encode(MessageView(message: Views.ChatMessage(message, in: room.id))))
        default: return nil
        }
    }

    private func join(_ request: Requests.SessionJoin, _ session: SignalingSession) throws(SignalingError) -> Answer {
        let person = session.principal.person
        let joined = try ask { desk, now throws(DeskError) in
            try desk.joinSession(request.session, as: person, epoch: request.epoch, at: now)
        }
        guard let participant = joined.participant(of: person) else { throw Self.notSeated }
        signaling.seat(session, as: participant.id, in: joined.id, relaysSignals: joined.mediaPath == .direct)
        return .stored(reply(joined, to: session))
    }

    /// The page that carried the media is gone for good while another page of the same person is there: nobody would report for it any
    /// more. (When no page is there, the desk sees the person as detached, and lets a call go on whose media still flows.)
    func mediaLost(of principal: Principal, in session: SessionID) {
        // The relay sees for itself whether media still flows.
        guard let held = desk.sessions[session], held.mediaPath == .direct else { return }
        guard storageTrouble == nil, signaling.isPrincipalAttached(principal) else { return }
        try? desk.report(.disconnected, by: principal.person, at: now)
        collect()
    }

    /// The session as the asking page sees it.
    func reply(_ session: Session, to client: SignalingSession) -> Payload {
        guard let viewer = session.participant(of: client.principal.person) else { return JSON.empty }
        return JSON.encode(SessionReply(session: view(of: session, for: viewer, client)))
    }

    func view(of session: Session, for viewer: Participant, _ client: SignalingSession, dismissed: Dismissal? = nil) -> Views.Session {
        let isOver = session.isEnded || dismissed != nil
        return Views.Session(
            session, for: viewer,
            Views.SeatView(
                isMine: signaling.isSeated(client, in: session.id),
                iceServers: isOver || session.medium == .chat ? [] : ice.servers(for: viewer.id),
                relay: media.relayName, supervisors: configuration.supervisorVisibility, now: now,
                note: desk.interactions[session.interaction]?.note?.description),
            dismissed: dismissed)
    }
}

struct SessionReply: Encodable { let session: Views.Session }
private struct ICEView: Encodable { let iceServers: [Views.ICEServer] }
private struct MessageView: Encodable { let message: Views.ChatMessage }
