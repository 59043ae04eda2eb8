public import Domain

/// Sockets come, speak and go.
extension SignalingMachine {
    /// Whether one more socket from `address` is allowed.
    public func admits(address: String) -> Bool {
        (addresses[address]?.connections ?? 0) < policy.connectionsPerAddress
    }

    public mutating func opened(_ key: LinkKey, address: String, at now: Instant) {
        latest = max(latest, now)
        let load = addresses[address] ?? AddressLoad(policy: policy, at: now)
        load.connections += 1
        load.idleSince = nil
        addresses[address] = load
        links[key] = Link(addressName: address, address: load, at: now)
        unauthenticated.append((key, now))
    }

    public mutating func closed(_ key: LinkKey, at now: Instant) {
        latest = max(latest, now)
        guard let link = links.removeValue(forKey: key) else { return }
        link.address.connections -= 1
        if link.address.connections == 0 {
            link.address.idleSince = now
            idleAddresses.append((link.addressName, now))
        }
        if case .attached(let session) = link.state, session.link == key { detach(session, at: now) }
    }

    public mutating func receive(_ message: ClientMessage, on key: LinkKey, at now: Instant) -> Receipt {
        guard let link = links[key] else { return .settled }
        link.heardAt = now
        latest = max(latest, now)
        switch link.state {
        case .fenced, .greeting: return .settled
        case .opened: return greet(message, link, key, at: now)
        case .attached(let session): return admit(message, session, link, key, at: now)
        }
    }

    mutating func greet(_ message: ClientMessage, _ link: Link, _ key: LinkKey, at now: Instant) -> Receipt {
        guard message.method == Method.hello.rawValue, let id = message.id else {
            refuse(key, message.id, SignalingError(.notAuthenticated, "the first message must be hello, with an id"))
            dismiss(key, .protocolError)
            return .settled
        }
        guard link.address.hellos.take(rate: policy.hellosPerSecondPerAddress, at: now) else {
            refuse(key, id, SignalingError(.rateLimited, "too many connections from this address", retryAfterMs: 1_000))
            dismiss(key, .rateLimited)
            return .settled
        }
        link.state = .greeting
        return .hello(id: id)
    }

    mutating func admit(_ message: ClientMessage, _ session: SignalingSession, _ link: Link, _ key: LinkKey, at now: Instant)
        -> Receipt
    {
        guard session.messages.take(rate: policy.messagesPerSecond, at: now),
            link.address.messages.take(rate: policy.messagesPerSecondPerAddress, at: now)
        else {
            counters.rateLimited += 1
            refuse(key, message.id, SignalingError(.rateLimited, "too many messages", retryAfterMs: 1_000))
            return .settled
        }
        if let acknowledged = message.acknowledged { session.ring.acknowledge(min(acknowledged, session.sequence)) }
        guard let method = Method(rawValue: message.method), method != .hello else {
            refuse(key, message.id, SignalingError(.unknownMethod, "there is no such method here"))
            return .settled
        }
        guard let id = message.id else {
            guard method.allowsNotification else {
                refuse(key, nil, SignalingError(.badRequest, "this method needs an id"))
                return .settled
            }
            return .notification(session, method)
        }
        switch session.replies.admit(id, method, policy: policy) {
        case .fresh: return .request(session, id: id, method)
        case .inFlight: return .settled
        case .answered(let reply): actions.append(.send(key, .reply(id: id, reply)))
        case .forgotten: refuse(key, id, SignalingError(.badRequest, "the answer to this id is forgotten"))
        case .tooMany:
            refuse(key, id, SignalingError(.overloaded, "too many requests wait for their answer", retryAfterMs: 1_000))
        }
        return .settled
    }
}
