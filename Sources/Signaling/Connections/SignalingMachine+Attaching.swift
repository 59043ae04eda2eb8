public import Domain

/// `hello` and resume: which signaling session a socket carries.
extension SignalingMachine {
    /// Takes up a session again. `nil`: it is not there, or the secret is not its own; the caller may `attach` with a token.
    public mutating func resume(
        _ id: SignalingSessionID, secret: String, lastSeen: UInt64, on key: LinkKey, at now: Instant
    ) -> Welcome? {
        guard let session = sessions[id], session.secret.matches(secret) else { return nil }
        if let older = session.link {
            dismiss(older, .superseded)
        }
        session.secret = ResumeSecret(using: &generator)
        let resumed = lastSeen <= session.sequence && session.ring.after(lastSeen) != nil
        occupy(session, key, at: now)
        if resumed { counters.resumed += 1 }
        return Welcome(session: session, secret: session.secret.description, resumed: resumed, lastSeen: lastSeen)
    }

    /// Begins a session for a principal whose token was verified. `nil`: it has too many.
    public mutating func attach(_ principal: Principal, credential: String?, on key: LinkKey, at now: Instant) -> Welcome? {
        let own = sessionsOfPrincipal[principal, default: []]
        if own.count >= policy.sessionsPerPrincipal {
            guard let idle = own.first(where: { !$0.isAttached }) else { return nil }
            forget(idle)
        }
        let session = SignalingSession(
            id: SignalingSessionID(using: &generator), principal: principal, credential: credential,
            secret: ResumeSecret(using: &generator), messages: TokenBucket(rate: policy.messagesPerSecond, at: now))
        sessions[session.id] = session
        sessionsOfPrincipal[principal, default: []].append(session)
        occupy(session, key, at: now)
        return Welcome(session: session, secret: session.secret.description, resumed: false, lastSeen: 0)
    }

    /// Sends the reply to `hello`, then what the client missed. Between `attach` and this call pushes are only kept: a snapshot made in
    /// between covers them, and `session.sequence` at this moment is what the client has seen.
    public mutating func send(_ welcome: Welcome, id: Int64, payload: Payload) {
        guard let link = welcome.session.link else { return }
        welcome.session.isWelcomed = true
        actions.append(.send(link, .reply(id: id, .ok(payload))))
        for push in welcome.missed { actions.append(.send(link, .push(push))) }
    }

    public mutating func refuseHello(_ key: LinkKey, id: Int64, _ error: SignalingError) {
        refuse(key, id, error)
        dismiss(key, error.code == .rateLimited || error.code == .overloaded ? .rateLimited : nil)
    }

    /// Whether that socket still waits for the answer to its `hello`.
    public func isGreeting(_ key: LinkKey) -> Bool {
        if case .greeting = links[key]?.state { return true }
        return false
    }

    mutating func occupy(_ session: SignalingSession, _ key: LinkKey, at now: Instant) {
        guard let link = links[key] else { return }
        let wasAttached = isPrincipalAttached(session.principal)
        session.generation += 1
        session.link = key
        session.isWelcomed = false
        session.detachedAt = nil
        link.state = .attached(session)
        if nextSilenceCheck == nil { nextSilenceCheck = now + policy.ping }
        if !wasAttached { actions.append(.principalAttached(session.principal)) }
    }

    mutating func detach(_ session: SignalingSession, at now: Instant) {
        session.link = nil
        session.detachedAt = now
        detached.append((session, now))
        if !isPrincipalAttached(session.principal) { actions.append(.principalDetached(session.principal)) }
    }

    mutating func forget(_ session: SignalingSession) {
        sessions[session.id] = nil
        if let seat = session.seat { actions.append(.unseated(session.principal, seat.room.id)) }
        unseat(session)
        sessionsOfPrincipal[session.principal]?.removeAll { $0 === session }
        if sessionsOfPrincipal[session.principal]?.isEmpty == true { sessionsOfPrincipal[session.principal] = nil }
    }

    public func isPrincipalAttached(_ principal: Principal) -> Bool {
        sessionsOfPrincipal[principal]?.contains(where: \.isAttached) ?? false
    }
}
