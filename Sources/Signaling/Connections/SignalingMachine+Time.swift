public import Domain

/// What falls due.
extension SignalingMachine {
    public var nextDeadline: Instant? {
        [
            unauthenticated.first.map { $0.since + policy.hello }, detached.first.map { $0.since + policy.detached }, nextSilenceCheck,
            idleAddresses.first.map { $0.since + TokenBucket.refill },
        ]
        .compactMap(\.self).min()
    }

    public mutating func advance(to now: Instant) {
        latest = max(latest, now)
        forgetIdleAddresses(at: now)
        expireHellos(at: now)
        expireDetached(at: now)
        checkSilence(at: now)
    }

    mutating func forgetIdleAddresses(at now: Instant) {
        while let first = idleAddresses.first, first.since + TokenBucket.refill <= now {
            idleAddresses.removeFirst()
            // The entry is stale when the address came back, or left again later.
            if addresses[first.name]?.idleSince == first.since { addresses[first.name] = nil }
        }
    }

    mutating func expireHellos(at now: Instant) {
        while let first = unauthenticated.first, first.since + policy.hello <= now {
            unauthenticated.removeFirst()
            switch links[first.link]?.state {
            case .opened, .greeting: dismiss(first.link, .helloTimeout)
            case .attached, .fenced, nil: break
            }
        }
    }

    mutating func expireDetached(at now: Instant) {
        while let first = detached.first, first.since + policy.detached <= now {
            detached.removeFirst()
            // The entry is stale when the session came back, or was detached again later.
            if first.session.detachedAt == first.since, !first.session.isAttached { forget(first.session) }
        }
    }

    mutating func checkSilence(at now: Instant) {
        guard let due = nextSilenceCheck, due <= now else { return }
        let silent = links.filter { $0.value.heardAt + policy.silence <= now }.map(\.key)
        for key in silent { dismiss(key, .silent) }
        nextSilenceCheck = links.isEmpty ? nil : now + policy.ping
    }
}
