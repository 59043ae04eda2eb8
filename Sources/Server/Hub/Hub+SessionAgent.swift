import Domain
import Signaling

/// What the agent of a session may do with it beyond talking: hold, pause the recording, invite.
extension Hub {
    /// `nil`: the method is not one of these.
    func answerSessionAgent(_ method: Method, _ session: SignalingSession, _ parameters: [UInt8]) throws(SignalingError) -> Answer? {
        let person = session.principal.person
        switch method {
        case .sessionHold:
            let request = try JSON.decode(Requests.SessionHold.self, parameters)
            let changed = try ask { desk, now throws(DeskError) in
                try desk.setHold(request.on, in: request.session, by: person, at: now)
            }
            media.stopUnwantedCapture(of: changed)
            return .stored(reply(changed, to: session))
        case .recordingPause:
            let request = try JSON.decode(Requests.RecordingPause.self, parameters)
            let changed = try ask { desk, now throws(DeskError) in
                try desk.pauseRecording(request.paused, in: request.session, by: person, at: now)
            }
            media.stopUnwantedCapture(of: changed)
            return .stored(reply(changed, to: session))
        case .inviteCreate:
            let request = try JSON.decode(Requests.InviteCreate.self, parameters)
            if let minutes = request.minutes, !(1...1_440).contains(minutes) {
                throw SignalingError(.badRequest, "minutes must be between 1 and 1440")
            }
            let secret = RandomToken().text
            let invite = try ask { desk, now throws(DeskError) in
                try desk.createInvite(
                    digest: RandomToken.digest(secret), name: request.name?.text, lifetime: request.minutes.map { .seconds(60 * $0) },
                    in: request.session, by: person, at: now)
            }
            return .stored(JSON.encode(InviteReply(invite: Views.Invite(invite, at: now), secret: secret)))
        case .inviteRevoke:
            let request = try JSON.decode(Requests.InviteRevoke.self, parameters)
            let changed = try ask { desk, now throws(DeskError) in
                try desk.revokeInvite(request.invite, in: request.session, by: person, at: now)
            }
            return .stored(reply(changed, to: session))
        default: return nil
        }
    }

    /// Somebody opened an invite's link. The answer comes once it is stored.
    func admitGuest(
        digest: String, name: BoundedText<NameLimit>?, answer: @escaping @Sendable (Result<GuestID, SignalingError>) -> Void
    ) {
        if let trouble = storageTrouble { return answer(.failure(Self.refusal(trouble))) }
        do throws(SignalingError) {
            let (guest, _) = try ask { desk, now throws(DeskError) in try desk.admitGuest(digest: digest, name: name, at: now) }
            collect()
            speeches.append(.call { answer(.success(guest)) })
        } catch {
            collect()
            answer(.failure(error))
        }
    }

    /// Another system, by its API key, pauses or resumes what is kept of a session.
    func pauseRecording(_ id: SessionID, _ isPaused: Bool, answer: @escaping @Sendable (Result<QueueName, SignalingError>) -> Void) {
        if let trouble = storageTrouble {
            if isPaused { media.suspendCapture(of: id) }
            return answer(.failure(Self.refusal(trouble)))
        }
        do throws(SignalingError) {
            let changed = try ask { desk, now throws(DeskError) in try desk.pauseRecording(isPaused, in: id, by: nil, at: now) }
            media.stopUnwantedCapture(of: changed)
            collect()
            speeches.append(.call { answer(.success(changed.ticket.queue)) })
        } catch {
            collect()
            answer(.failure(error))
        }
    }
}

private struct InviteReply: Encodable {
    let invite: Views.Invite
    let secret: String
}
