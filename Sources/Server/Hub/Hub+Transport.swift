import Domain
import HTTPTypes
import Logging
import Signaling
import Storage
import Transport

/// The loop's callbacks.
extension Hub {
    func opening(_ upgrade: UpgradeRequest) -> UpgradeDecision {
        if isDraining { return .refuse(.serviceUnavailable) }
        // A token in the address would end up in logs and histories.
        guard upgrade.head.path?.contains("?") != true else { return .refuse(.badRequest) }
        guard let origin = upgrade.origin, allowedOrigins.contains(origin) else { return .refuse(.forbidden) }
        guard signaling.admits(address: AddressKey.of(upgrade.remoteAddress)) else { return .refuse(.tooManyRequests) }
        return .accept
    }

    func opened(_ link: LinkID, _ upgrade: UpgradeRequest) {
        signaling.opened(LinkKey(link), address: AddressKey.of(upgrade.remoteAddress), at: now)
    }

    func closed(_ link: LinkID, _ reason: LinkCloseReason) {
        signaling.closed(LinkKey(link), at: now)
    }

    func received(_ link: LinkID, _ message: Span<UInt8>) {
        let key = LinkKey(link)
        let envelope: EnvelopeScanner.Envelope
        do throws(SignalingError) {
            envelope = try scanner.scan(message)
        } catch {
            signaling.refuse(key, 0, error)
            signaling.dismiss(key, .protocolError)
            return
        }
        switch signaling.receive(envelope.message, on: key, at: now) {
        case .settled: return
        case .hello(let id): hello(key, id: id, message.copy(envelope.parameters))
        case .notification(let session, .signal):
            guard let payload = message.object(envelope.parameters) else { return }
            _ = signaling.relay(payload, from: session)
        case .request(let session, let id, .signal):
            guard let payload = message.object(envelope.parameters) else {
                return signaling.reply(session, id: id, .failure(SignalingError(.badRequest, "p must be an object")))
            }
            let isRelayed = signaling.relay(payload, from: session)
            let isDirect = session.seat?.room.relaysSignals != false
            signaling.reply(
                session, id: id, isRelayed ? .ok(JSON.empty) : .failure(isDirect ? Self.notSeated : Self.notDirect))
        case .notification(let session, let method): notified(method, session, message.copy(envelope.parameters))
        case .request(let session, let id, let method): requested(method, id: id, session, message.copy(envelope.parameters))
        }
    }

    func batchEnded() {
        // Presence changes touch the desk, speeches make actions: two rounds settle both.
        carryOutActions()
        collect()
        endTick()
        carryOutActions()
        armDeadline()
    }

    func deadline() {
        let now = now
        signaling.advance(to: now)
        if storageTrouble == nil, let due = desk.nextDeadline, due <= now {
            desk.advance(to: now)
            collect()
        }
        announcePositions(at: now)
        announceStats(at: now)
        finishDraining(at: now)
    }

    func handle(_ command: HubCommand) {
        switch command {
        case .verified(let link, let id, let result): verified(link, id: id, result)
        case .stored(let tick, let result): stored(tick: tick, result)
        case .storage(let report): storageReported(report)
        case .respond(let exchange, let response): respond(exchange, response)
        case .revoke(let credential): signaling.revoke(credential: credential, reason: .signedOut)
        case .signedOut(let credentials): for credential in credentials { signaling.revoke(credential: credential, reason: .revoked) }
        case .media(let report): mediaReported(report)
        case .recorder(let id, let report): recorderReported(report, of: id)
        case .calledBack(let interaction, let answer): answer(desk.customer(calledBackAbout: interaction))
        case .admitGuest(let digest, let name, let answer): admitGuest(digest: digest, name: name, answer: answer)
        case .pauseRecording(let pause, let answer): pauseRecording(pause, answer: answer)
        case .route(let order, let answer): carryOut(order, answer: answer)
        case .board(let answer): answer(board())
        case .reloadCertificates: reloadCertificates()
        case .drain: drain()
        case .pulse(let postedAt): pulse(postedAt)
        }
    }

    private func armDeadline() {
        var due = [signaling.nextDeadline, positionsDue, statsDue, drainUntil.map { min($0, now + Self.drainPause) }]
        if storageTrouble == nil { due.append(desk.nextDeadline) }
        guard let next = due.compactMap(\.self).min() else { return loop.setDeadline(in: nil) }
        loop.setDeadline(in: max(.milliseconds(1), next - now))
    }

    private func reloadCertificates() {
        guard configuration.isEncrypted else { return }
        do throws(TransportError) {
            try loop.reloadCertificates()
            log.notice("certificate reloaded")
        } catch {
            log.error("the certificate could not be reloaded; the old one stays", metadata: ["error": "\(error)"])
        }
    }

    private func pulse(_ postedAt: ContinuousClock.Instant) {
        metrics.loopLag = ContinuousClock.now - postedAt
        metrics.pulses += 1
        guard metrics.pulses % 5 == 0 else { return }
        if metrics.pulses % 10 == 0 { lookForEndedSignIns() }
        if commits.depth < 64 { commits.submit(.init(records: [.heartbeat(now)])) { _ in } }
        if metrics.pulses % auditPause == 0, ticks.isEmpty, storageTrouble == nil { auditDesk() }
    }

    /// Seconds between two audits, which look at every ticket and agent: long queues are looked through less often, so that the loop stands
    /// still for a hundredth of a per cent of the time at most.
    private var auditPause: UInt64 { desk.ticketCount < 2_000 ? 60 : 900 }

    /// What broke a rule is told, and put right: nobody's place in a queue hangs on it.
    private func auditDesk() {
        let findings = desk.audit()
        guard !findings.isEmpty else { return }
        metrics.auditFindings += findings.count
        for finding in findings { log.error("the desk broke a rule", metadata: ["finding": "\(finding)"]) }
        metrics.repairs += desk.repair(at: now)
        collect()
    }

    /// A sign-in that expired, or was ended from the command line (account disabled, new password), ends its open pages too, within ten
    /// seconds.
    private func lookForEndedSignIns() {
        let credentials = signaling.credentials
        guard !credentials.isEmpty else { return }
        Task { [api, inbox] in
            let ended = await api.endedSignIns(among: credentials)
            if !ended.isEmpty { inbox.post(.signedOut(ended)) }
        }
    }

    static let notDirect = SignalingError(.notAllowed, "this session is relayed: use media.offer")
    static let notSeated = SignalingError(.sessionGone, "this connection carries no media in a session: session.join comes first")
}

extension LinkKey {
    init(_ link: LinkID) { self.init(raw: link.rawValue) }
}

extension LinkID {
    init(_ key: LinkKey) { self.init(rawValue: key.raw) }
}

extension Span<UInt8> {
    /// The bytes of `range` as an array of their own, if they are a JSON object.
    func object(_ range: Range<Int>) -> [UInt8]? {
        guard !range.isEmpty, self[range.lowerBound] == UInt8(ascii: "{") else { return nil }
        return copy(range)
    }

    /// The bytes of `range` as an array of their own.
    func copy(_ range: Range<Int>) -> [UInt8] {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe Array($0) }
    }
}
