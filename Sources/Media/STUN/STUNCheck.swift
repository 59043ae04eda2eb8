/// The asking side of a connectivity check: what a load client and the tests need of a controlling agent.
public struct STUNCheck: Sendable {
    /// `remote:local`, as the asking side puts it together.
    public var username: String
    /// The password of the agent that is asked; its responses are signed with it too.
    public var password: String
    public var priority: UInt32
    public var nominates: Bool
    public var role: Role
    public var tieBreaker: UInt64

    public enum Role: Sendable { case controlling, controlled }

    public init(
        username: String, password: String, priority: UInt32 = 0x6e00_1eff, nominates: Bool = false, role: Role = .controlling,
        tieBreaker: UInt64 = 1
    ) {
        self.username = username
        self.password = password
        self.priority = priority
        self.nominates = nominates
        self.role = role
        self.tieBreaker = tieBreaker
    }

    /// - Returns: The length of the request; nil: it does not fit.
    public func write(_ transaction: STUNTransaction, into memory: UnsafeMutableRawBufferPointer) -> Int? {
        var writer = unsafe STUNWriter(STUN.MessageType.bindingRequest, transaction, into: memory)
        writer.put(STUN.Attribute.username, text: username)
        writer.begin(STUN.Attribute.priority, length: 4)
        writer.put(priority)
        writer.begin(role == .controlling ? STUN.Attribute.iceControlling : STUN.Attribute.iceControlled, length: 8)
        writer.put(tieBreaker)
        if nominates { writer.begin(STUN.Attribute.useCandidate, length: 0) }
        return writer.finish(password: password)
    }

    public enum Response: Sendable, Hashable {
        case success(STUNTransaction, mapped: SocketAddress)
        case error(STUNTransaction, code: Int)
    }

    /// Nil: not an authentic response.
    public func read(_ datagram: UnsafeRawBufferPointer) -> Response? {
        guard let message = unsafe STUNMessage(datagram), let integrity = message.integrity,
            unsafe STUNIntegrity.isRight(in: datagram, at: integrity, password: password)
        else { return nil }
        switch (message.type, message.mappedAddress) {
        case (STUN.MessageType.bindingSuccess, let mapped?): return .success(message.transaction, mapped: mapped)
        case (STUN.MessageType.bindingError, _): return .error(message.transaction, code: message.errorCode)
        default: return nil
        }
    }
}
