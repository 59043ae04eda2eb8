import Domain
import Signaling
import Transport

/// `hello`: resume, or verify the token and begin.
extension Hub {
    func hello(_ link: LinkKey, id: Int64, _ parameters: [UInt8]) {
        let request: Requests.Hello
        do throws(SignalingError) {
            request = try JSON.decode(Requests.Hello.self, parameters)
        } catch {
            return signaling.refuseHello(link, id: id, error)
        }
        if isDraining {
            return signaling.refuseHello(link, id: id, SignalingError(.draining, "the server is stopping", retryAfterMs: 1_000))
        }
        if let resume = request.resume, let sid = SignalingSessionID(resume.sid),
            let welcome = signaling.resume(sid, secret: resume.secret, lastSeen: resume.lastSeq, on: link, at: now)
        {
            return greet(welcome, id: id)
        }
        guard let token = request.token else {
            let code: SignalingError.Code = request.resume == nil ? .notAuthenticated : .resumeFailed
            return signaling.refuseHello(link, id: id, SignalingError(code, "a token is needed"))
        }
        // Bounded by the links that may be greeting, and those by their address's rate of hellos.
        Task { [api, inbox] in
            let result = await api.verify(token)
            inbox.post(.verified(link, id: id, result))
        }
    }

    func verified(_ link: LinkKey, id: Int64, _ result: Result<VerifiedToken, SignalingError>) {
        guard signaling.isGreeting(link) else { return }
        let token: VerifiedToken
        switch result {
        case .success(let verified): token = verified
        case .failure(let error): return signaling.refuseHello(link, id: id, error)
        }
        if let trouble = storageTrouble { return signaling.refuseHello(link, id: id, Self.refusal(trouble)) }
        if case .guest(let guest) = token.principal, desk.call(of: Identifier<Person>(guest)) == nil {
            return signaling.refuseHello(link, id: id, SignalingError(.inviteGone, "the session is over, or the invite was revoked"))
        }
        guard token.expiresAt > now else {
            return signaling.refuseHello(link, id: id, SignalingError(.tokenExpired, "the token has expired"))
        }
        guard replayGuard.admit(token.id, until: token.expiresAt, at: now) else {
            return signaling.refuseHello(link, id: id, SignalingError(.tokenReplayed, "this token was used before"))
        }
        guard let welcome = signaling.attach(token.principal, credential: token.credential, on: link, at: now) else {
            return signaling.refuseHello(link, id: id, SignalingError(.overloaded, "too many open pages", retryAfterMs: 5_000))
        }
        welcome.session.attachment = token.profile
        greet(welcome, id: id)
    }

    /// A resumed client gets what it missed at once; any other gets a snapshot, after everything that the snapshot tells is stored.
    private func greet(_ welcome: Welcome, id: Int64) {
        carryOutActions()
        collect()
        if welcome.resumed {
            signaling.send(welcome, id: id, payload: welcomePayload(welcome, snapshot: nil))
        } else {
            speeches.append(.welcome(welcome, id: id, snapshot: snapshot(for: welcome.session)))
        }
    }

    func welcomePayload(_ welcome: Welcome, snapshot: Payload?) -> Payload {
        let policy = configuration.signaling
        let view = WelcomeView(
            sid: welcome.session.id.description, secret: welcome.secret, resumed: welcome.resumed,
            seq: welcome.session.sequence, now: now.milliseconds, pingMs: policy.ping.wholeMilliseconds,
            limits: WelcomeView.Limits(
                messageBytes: ServerConfiguration.maximumMessageBytes, depth: EnvelopeScanner.maximumDepth,
                messagesPerSecond: policy.messagesPerSecond),
            principal: WelcomeView.Principal(welcome.session))
        var payload = JSON.encode(view)
        guard let snapshot else { return payload }
        payload.removeLast()
        payload.append(contentsOf: ",\"snapshot\":".utf8)
        payload.append(contentsOf: snapshot)
        payload.append(UInt8(ascii: "}"))
        return payload
    }

    /// The desk hears who came and went; while nothing can be stored it hears it later.
    func presenceChanged(_ principal: Principal) {
        guard storageTrouble == nil else {
            untold.insert(principal)
            return
        }
        let isAttached = signaling.isPrincipalAttached(principal)
        switch principal {
        case .customer(let id): desk.setCustomer(id, attached: isAttached, at: now)
        case .guest(let id): desk.setGuest(id, attached: isAttached, at: now)
        case .account(let id):
            if isAttached, let name = account(id)?.displayName {
                desk.attachAgent(id, name: name, profile: profiles[id] ?? AgentProfile(), at: now)
            } else {
                desk.detachAgent(id, at: now)
            }
        }
        collect()
    }

    func account(_ id: AccountID) -> Account? {
        for session in signaling.sessions(of: .account(id)) {
            if case .account(let account) = (session.attachment as? ClientProfile)?.kind { return account }
        }
        return nil
    }
}

private struct WelcomeView: Encodable {
    struct Limits: Encodable {
        let messageBytes: Int
        let depth: Int
        let messagesPerSecond: Int
    }

    struct Principal: Encodable {
        let kind: String
        let id: String
        let name: String?
        let role: String?

        init(_ session: SignalingSession) {
            id = session.principal.person.description
            switch (session.attachment as? ClientProfile)?.kind {
            case .account(let account): (kind, name, role) = ("account", account.displayName.description, account.role.rawValue)
            case .customer(let customer, _, _, _): (kind, name, role) = ("customer", customer.name?.description, nil)
            case .guest(let guest): (kind, name, role) = ("guest", guest?.description, nil)
            case nil: (kind, name, role) = ("customer", nil, nil)
            }
        }
    }

    let sid: String
    let secret: String
    let resumed: Bool
    let seq: UInt64
    let now: Int64
    let pingMs: Int64
    let limits: Limits
    let principal: Principal
}
