/// Why there is no identity or no association.
public enum DTLSError: Error, Hashable, Sendable {
    /// OpenSSL refused what it was asked to do.
    case library(step: String)
}

/// Where an association stands. `.handshaking` → `.connected` or `.closed`; `.connected` → `.closed`; `.closed` is the end.
public enum DTLSState: Sendable, Equatable {
    case handshaking
    case connected(DTLSKeys)
    case closed(DTLSClosing)
}

/// Why an association has ended.
public enum DTLSClosing: Sendable, Hashable {
    /// One of the two said `close_notify`.
    case closeNotify
    case failed(DTLSFailure)
    /// The peer's certificate is not the one that signaling promised: somebody else is answering.
    case fingerprintMismatch
    /// The handshake did not end in time.
    case timedOut
}

public enum DTLSFailure: Sendable, Hashable {
    /// OpenSSL's reason, such as `no shared cipher`.
    case handshake(reason: String)
    /// The peer knows none of our SRTP profiles.
    case noSharedProfile
    /// More datagrams than any handshake takes.
    case flood
}

/// What a finished handshake leaves: each is master key and then salt (RFC 5764 §4.2).
public struct DTLSKeys: Sendable, Equatable {
    public let profile: SRTPProfile
    public let sending: SecretBytes
    public let receiving: SecretBytes

    public init(profile: SRTPProfile, sending: SecretBytes, receiving: SecretBytes) {
        self.profile = profile
        self.sending = sending
        self.receiving = receiving
    }
}
