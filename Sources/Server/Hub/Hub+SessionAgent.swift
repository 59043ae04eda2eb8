import Domain
import Signaling
import Storage

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
        case .sessionProtect:
            let request = try JSON.decode(Requests.SessionProtect.self, parameters)
            let longest = Int(ServiceDesk.longestBlock.components.seconds / 60)
            if let minutes = request.blockMinutes, !(1...longest).contains(minutes) {
                throw SignalingError(.badRequest, "blockMinutes must be between 1 and \(longest)")
            }
            let block = request.blockMinutes.map { Duration.seconds(60 * $0) }
            let changed = try ask { desk, now throws(DeskError) in
                try desk.protect(request.session, by: person, ends: request.end, block: block, at: now)
            }
            auditProtection(of: changed, minutes: request.blockMinutes, ends: request.end)
            return .stored(reply(changed, to: session))
        case .consultStart:
            let request = try JSON.decode(Requests.SessionTransfer.self, parameters)
            let changed = try ask { desk, now throws(DeskError) in
                try desk.startConsult(request.target, in: request.session, by: person, at: now)
            }
            media.stopUnwantedCapture(of: changed)
            return .stored(reply(changed, to: session))
        case .consultComplete:
            let id = try JSON.decode(Requests.ConsultEnd.self, parameters).session
            _ = try ask { desk, now throws(DeskError) in try desk.completeConsult(in: id, by: person, at: now) }
            return .stored(JSON.empty)
        case .consultReturn:
            let id = try JSON.decode(Requests.ConsultEnd.self, parameters).session
            let changed = try ask { desk, now throws(DeskError) in try desk.returnFromConsult(in: id, by: person, at: now) }
            return .stored(reply(changed, to: session))
        case .recordingPause:
            let request = try JSON.decode(Requests.RecordingPause.self, parameters)
            let changed = try ask { desk, now throws(DeskError) in
                try desk.pauseRecording(request.paused, in: request.session, by: person, at: now)
            }
            media.stopUnwantedCapture(of: changed)
            auditPause(request.paused, by: .account(AccountID(person)), of: changed)
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
            speeches.append(.call { trouble in answer(trouble.map { .failure($0) } ?? .success(guest)) })
        } catch {
            collect()
            answer(.failure(error))
        }
    }

    /// Another system, by its API key, pauses or resumes what is kept of a session. The audit log has it in the same transaction.
    func pauseRecording(_ pause: RecordingPause, answer: @escaping @Sendable (Result<Void, SignalingError>) -> Void) {
        let session = desk.sessions.values.first { $0.id.description == pause.subject || $0.interaction.description == pause.subject }
        guard let session else { return answer(.failure(SignalingError(.sessionGone, "there is no such session"))) }
        if let trouble = storageTrouble {
            if pause.isPaused { obey(.pause(session.id, nil)) }
            return answer(.failure(Self.refusal(trouble)))
        }
        do throws(SignalingError) {
            let changed = try ask { desk, now throws(DeskError) in
                try desk.pauseRecording(pause.isPaused, in: session.id, by: nil, at: now)
            }
            media.stopUnwantedCapture(of: changed)
            collect()
            auditPause(pause.isPaused, by: .apiKey(pause.key), of: changed)
            speeches.append(.call { trouble in answer(trouble.map { .failure($0) } ?? .success(())) })
        } catch {
            collect()
            answer(.failure(error))
        }
    }

    private func auditProtection(of session: Session, minutes: Int?, ends: Bool) {
        var detail = ["agent": session.agentID.description, "ended": "\(ends)"]
        if let minutes { detail["blockMinutes"] = "\(minutes)" }
        records.append(
            .audit(
                AuditRecord(
                    at: now, actor: .account(session.agentID), action: "session.protected", subject: .session(session.id),
                    queue: session.ticket.queue, detail: detail)))
    }

    private func auditPause(_ isPaused: Bool, by actor: AuditRecord.Actor, of session: Session) {
        let action = isPaused ? "recording.paused" : "recording.resumed"
        records.append(
            .audit(AuditRecord(at: now, actor: actor, action: action, subject: .session(session.id), queue: session.ticket.queue)))
    }
}

/// What another system asks for by its API key.
struct RecordingPause: Sendable {
    /// The id of a session, or of its interaction.
    let subject: String
    let isPaused: Bool
    /// The key's name, for the audit log.
    let key: String
}

private struct InviteReply: Encodable {
    let invite: Views.Invite
    let secret: String
}
