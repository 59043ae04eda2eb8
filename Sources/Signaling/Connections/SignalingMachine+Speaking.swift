public import Domain

/// Replies, pushes and good-byes.
extension SignalingMachine {
    public mutating func reply(_ session: SignalingSession, id: Int64, _ reply: Reply) {
        session.replies.answer(id, reply, policy: policy)
        if session.isWelcomed, let link = session.link { actions.append(.send(link, .reply(id: id, reply))) }
    }

    public mutating func push(_ type: PushType, _ payload: Payload, to session: SignalingSession, from: ParticipantID? = nil) {
        session.sequence += 1
        let push = Push(sequence: session.sequence, type: type, from: from, payload: payload)
        session.ring.append(push, policy: policy)
        if session.isWelcomed, let link = session.link { actions.append(.send(link, .push(push))) }
    }

    public mutating func pushDroppable(_ type: PushType, _ payload: Payload, to principal: Principal) {
        for session in sessionsOfPrincipal[principal] ?? [] { pushDroppable(type, payload, to: session) }
    }

    public mutating func pushDroppable(_ type: PushType, _ payload: Payload, to session: SignalingSession) {
        if session.isWelcomed, let link = session.link { actions.append(.send(link, .droppable(type, payload))) }
    }

    /// Whether the session has not ended.
    public func isKnown(_ session: SignalingSession) -> Bool { sessions[session.id] === session }

    public func sessions(of principal: Principal) -> [SignalingSession] {
        sessionsOfPrincipal[principal] ?? []
    }

    /// Ends a link with a word about what to do next.
    public mutating func dismiss(_ key: LinkKey, _ reason: ByeReason?) {
        guard let link = links[key] else { return }
        let state = link.state
        if case .fenced = state { return }
        link.state = .fenced
        if let reason { actions.append(.send(key, .bye(reason.action, reason))) }
        actions.append(.close(key))
        if case .attached(let session) = state, session.link == key, reason != .superseded { detach(session, at: latest) }
    }

    mutating func countRelayed() { counters.relayed += 1 }

    public mutating func refuse(_ key: LinkKey, _ id: Int64?, _ error: SignalingError) {
        guard let id else { return }
        actions.append(.send(key, .reply(id: id, .failure(error))))
    }

    /// Ends every session of somebody who is no longer wanted here.
    public mutating func revoke(_ principal: Principal, reason: ByeReason) {
        for session in Array(sessions.values) where session.principal == principal { end(session, reason) }
    }

    /// Ends every session that was opened with `credential`.
    public mutating func revoke(credential: String, reason: ByeReason) {
        for session in Array(sessions.values) where session.credential == credential { end(session, reason) }
    }

    /// What the living sessions were opened with.
    public var credentials: Set<String> { Set(sessions.values.compactMap(\.credential)) }

    mutating func end(_ session: SignalingSession, _ reason: ByeReason) {
        if let link = session.link { dismiss(link, reason) }
        forget(session)
    }

    /// Tells everybody to come back to another process.
    public mutating func drain() {
        for key in Array(links.keys) { dismiss(key, .draining) }
    }
}
