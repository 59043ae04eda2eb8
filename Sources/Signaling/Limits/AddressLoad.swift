import Domain

/// What one network address holds and spends. Shared by its links, so that no look-up is needed per message.
final class AddressLoad {
    var connections = 0
    /// When the last link was closed; `nil` while there is one.
    var idleSince: Instant?
    var messages: TokenBucket
    var hellos: TokenBucket

    init(policy: SignalingPolicy, at now: Instant) {
        messages = TokenBucket(rate: policy.messagesPerSecondPerAddress, at: now)
        hellos = TokenBucket(rate: policy.hellosPerSecondPerAddress, at: now)
    }
}
