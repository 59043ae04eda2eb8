/// The answering half of ICE (RFC 8445 §2.5) and of consent (RFC 7675): it sends no checks, is always the controlled agent, and knows a
/// peer's address only from checks that prove the peer knows our password. Whatever proves nothing gets no answer at all.
public struct ICELite: Sendable {
    /// What a check changed.
    public enum Change: Sendable, Hashable {
        case none
        /// The check was seen before: it proves nothing about now.
        case repeated
        /// A path may be used that could not be used before.
        case validated
        /// `selected` is another one than before.
        case selected
    }

    public enum Outcome: Sendable, Hashable {
        case silent
        /// Send the first `length` bytes of the response back where the check came from.
        case respond(length: Int, Change)
    }

    /// Room that a response may need.
    public static let maxResponseBytes = 128

    public private(set) var credentials: ICECredentials
    /// From before a restart: the peer uses them until it has our answer. Nil once it uses the new ones.
    public private(set) var previousCredentials: ICECredentials?
    private let policy: ICEPolicy
    private var paths = ICEPaths()
    private var transactions: ICETransactions
    private var generation = 0

    public init(credentials: ICECredentials, policy: ICEPolicy = ICEPolicy()) {
        self.credentials = credentials
        self.policy = policy
        transactions = ICETransactions(capacity: policy.rememberedChecks)
    }

    /// Where to send: the path that the peer nominated, until then the latest that it has proved.
    public var selected: DatagramPath? { paths.selected }

    /// Whether DTLS and SRTP from there are to be looked at.
    public func isValidated(_ path: DatagramPath) -> Bool { paths.contains(path) }

    /// When the peer's consent to be sent to ends. Nil: it has not given it yet.
    public var consentDeadline: MediaTime? { paths.lastCheck.map { $0 + policy.consent } }

    /// New credentials for the same peer. What was validated stays so until a path is nominated under the new ones.
    public mutating func restart(_ credentials: ICECredentials) {
        previousCredentials = self.credentials
        self.credentials = credentials
        generation += 1
    }

    /// Forgets paths that were silent too long. Whether `selected` changed.
    public mutating func advance(to time: MediaTime) -> Bool { paths.expire(at: time, policy: policy) }

    /// Takes a STUN message from anybody.
    /// - Parameter response: At least `maxResponseBytes` long.
    public mutating func receive(
        _ datagram: UnsafeRawBufferPointer, from path: DatagramPath, at time: MediaTime, response: UnsafeMutableRawBufferPointer
    ) -> Outcome {
        guard let message = unsafe STUNMessage(datagram), message.type == STUN.MessageType.bindingRequest,
            let username = message.username, let integrity = message.integrity,
            let used = unsafe credentials(for: UnsafeRawBufferPointer(rebasing: datagram[username])),
            unsafe STUNIntegrity.isRight(in: datagram, at: integrity, password: used.password)
        else { return .silent }
        if let unknown = message.unknownAttribute {
            return unsafe refuse(.unknownAttribute(unknown), message, used, into: response)
        }
        // Two controlled agents: the peer has to change, for a lite agent cannot control (RFC 8445 §6.1.1).
        if message.saysControlled { return unsafe refuse(.roleConflict, message, used, into: response) }
        let sighting = transactions.note(message.transaction, from: path)
        if sighting == .elsewhere { return .silent }
        var writer = unsafe STUNWriter(STUN.MessageType.bindingSuccess, message.transaction, into: response)
        STUNAddress.write(path.remote, transaction: message.transaction, to: &writer)
        guard let length = writer.finish(password: used.password) else { return .silent }
        // The answer was lost, or somebody repeats what they overheard: answered, and otherwise nothing.
        if sighting == .again { return .respond(length: length, .repeated) }
        _ = paths.expire(at: time, policy: policy)
        return .respond(length: length, accept(message, from: path, at: time, isCurrent: used == credentials))
    }

    private mutating func accept(_ message: STUNMessage, from path: DatagramPath, at time: MediaTime, isCurrent: Bool) -> Change {
        if isCurrent { previousCredentials = nil }
        let check = ICEPaths.Entry(
            path: path, generation: isCurrent ? generation : generation - 1, priority: message.priority, lastCheck: time,
            lastNomination: message.nominates ? time : nil)
        return paths.note(check, policy: policy)
    }

    /// The generation that `ours:theirs` names.
    private func credentials(for username: UnsafeRawBufferPointer) -> ICECredentials? {
        if unsafe Self.names(credentials, username) { return credentials }
        if let previousCredentials, unsafe Self.names(previousCredentials, username) { return previousCredentials }
        return nil
    }

    private static func names(_ credentials: ICECredentials, _ username: UnsafeRawBufferPointer) -> Bool {
        let ufrag = credentials.ufrag.utf8
        guard username.count > ufrag.count, unsafe username[ufrag.count] == UInt8(ascii: ":") else { return false }
        return unsafe ufrag.elementsEqual(username[..<ufrag.count])
    }
}
