import Domain
import Signaling
import Storage

/// What supervisors may do with the sessions of their queues. Each step is written to the audit log in the transaction that makes it.
extension Hub {
    /// `nil`: the method is not one of these.
    func answerSupervisor(_ method: Method, _ id: AccountID, _ session: SignalingSession, _ parameters: [UInt8])
        throws(SignalingError) -> Answer?
    {
        switch method {
        case .superviseWatch:
            let request = try JSON.decode(Requests.SuperviseWatch.self, parameters)
            let account = try supervisor(id)
            if !request.on {
                watchers[session.id] = nil
                toldLive[session.id] = nil
            } else if watchers.updateValue(session, forKey: session.id) == nil {
                records.append(
                    .audit(
                        AuditRecord(
                            at: now, actor: .account(id), action: "live.watched",
                            subject: AuditRecord.Subject(kind: "account", id: id.description), queue: nil)))
            }
            return .now(JSON.encode(Views.Live(sessions: liveSessions(for: account))))
        case .superviseJoin:
            let request = try JSON.decode(Requests.Supervise.self, parameters)
            let account = try supervisor(id, of: request.session)
            let joined = try ask { desk, now throws(DeskError) in
                try desk.supervise(request.session, as: id, name: account.displayName, mode: request.mode, at: now)
            }
            audit(id, "session.\(request.mode.rawValue)", joined)
            return .stored(reply(joined, to: session))
        case .superviseMode:
            let request = try JSON.decode(Requests.Supervise.self, parameters)
            _ = try supervisor(id, of: request.session)
            let before = desk.sessions[request.session]?.participant(of: Identifier<Person>(id))?.mode
            let changed = try ask { desk, now throws(DeskError) in
                try desk.setSupervision(request.mode, in: request.session, by: id, at: now)
            }
            if before != request.mode { audit(id, "session.\(request.mode.rawValue)", changed) }
            return .stored(reply(changed, to: session))
        case .superviseTakeOver:
            let request = try JSON.decode(Requests.TakeOver.self, parameters)
            _ = try supervisor(id, of: request.session)
            let before = desk.sessions[request.session]?.participant(of: Identifier<Person>(id))?.mode
            let taken = try ask { desk, now throws(DeskError) in try desk.takeOver(request.session, by: id, at: now) }
            // All hear and see them from now on; who took over is known once they have (`auditHandovers`).
            if before != .barge { audit(id, "session.barge", taken) }
            return .stored(reply(taken, to: session))
        default: return nil
        }
    }

    func liveSessions(for account: Account) -> [Views.LiveSession] {
        desk.sessions.values.filter { account.oversees($0.ticket.queue) }.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
            .map(Views.LiveSession.init)
    }

    /// With the queues' figures: who watches is told what changed.
    func announceLiveSessions() {
        for (id, client) in watchers {
            guard signaling.isKnown(client), case .account(let account) = client.principal, let viewer = self.account(account) else {
                watchers[id] = nil
                toldLive[id] = nil
                continue
            }
            let live = liveSessions(for: viewer)
            guard live != toldLive[id] else { continue }
            toldLive[id] = live
            signaling.pushDroppable(.live, JSON.encode(Views.Live(sessions: live)), to: client)
        }
    }

    /// - Throws: `not_allowed` for agents, `not_found` for a session of a queue that is not theirs, as if it were not there.
    private func supervisor(_ id: AccountID, of session: SessionID? = nil) throws(SignalingError) -> Account {
        guard let account = account(id), account.role != .agent else { throw Self.notAllowed }
        if let session {
            guard let held = desk.sessions[session], account.oversees(held.ticket.queue) else {
                throw SignalingError(.notFound, "there is nothing of that id here")
            }
        }
        return account
    }

    /// In the transaction in which somebody becomes the agent, whoever's word or silence it was that made it so.
    func auditHandovers(_ events: [DomainEvent]) {
        for event in events {
            guard case .takenOver(let id, _, let account) = event.kind, let session = desk.sessions[id] else { continue }
            audit(account, "session.takeover", session)
        }
    }

    func audit(_ account: AccountID, _ action: String, _ session: Session) {
        records.append(
            .audit(
                AuditRecord(
                    at: now, actor: .account(account), action: action,
                    subject: AuditRecord.Subject(kind: "session", id: session.id.description), queue: session.ticket.queue,
                    detail: ["agent": session.agentID.description])))
    }
}
