/// Who is shaking hands, in all and from each address: handshakes are the one costly thing before a peer has proved itself.
struct HandshakeBook {
    private(set) var total = 0
    private var byAddress: [IPAddress: Int] = [:]

    mutating func begin(from address: IPAddress, policy: RelayPolicy) -> Bool {
        guard total < policy.handshakes, byAddress[address, default: 0] < policy.handshakesPerAddress else { return false }
        total += 1
        byAddress[address, default: 0] += 1
        return true
    }

    mutating func end(from address: IPAddress) {
        guard let count = byAddress[address] else { return }
        total -= 1
        byAddress[address] = count > 1 ? count - 1 : nil
    }
}
