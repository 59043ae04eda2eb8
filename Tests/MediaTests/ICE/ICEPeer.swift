@testable import Media

/// A lite agent and somebody who asks it, with a clock that only the test moves.
struct ICEPeer {
    static let wifi = DatagramPath(
        remote: SocketAddress(address: IPAddress(ipv4: 0xc000_0201), port: 40_000), local: IPAddress(ipv4: 0xcb00_7101))
    static let mobile = DatagramPath(
        remote: SocketAddress(address: IPAddress(high: 0x2001_0db8 << 32, low: 7), port: 41_000), local: IPAddress(ipv4: 0xcb00_7101))

    var agent: ICELite
    var check: STUNCheck
    var now = milliseconds(0)
    private(set) var lastResponse: [UInt8]?
    private(set) var lastRequest: [UInt8] = []
    private var transactions: UInt64 = 0
    private var random = SeededGenerator(seed: 8_445)

    init(policy: ICEPolicy = ICEPolicy()) {
        let credentials = ICECredentials(using: &random)
        agent = ICELite(credentials: credentials, policy: policy)
        check = STUNCheck(username: credentials.ufrag + ":them", password: credentials.password)
    }

    /// New credentials on our side; `check` still has the old ones.
    mutating func restart() -> STUNCheck {
        let credentials = ICECredentials(using: &random)
        agent.restart(credentials)
        return STUNCheck(username: credentials.ufrag + ":them", password: credentials.password)
    }

    /// - Returns: Nil: silence.
    mutating func ask(_ path: DatagramPath = wifi, nominate: Bool = false, priority: UInt32 = 0x6e00_1eff) -> ICELite.Change? {
        var asked = check
        asked.nominates = nominate
        asked.priority = priority
        transactions += 1
        let transaction = STUNTransaction(high: 7, low: transactions)
        return unsafe send(written { unsafe asked.write(transaction, into: $0) } ?? [], from: path)
    }

    mutating func send(_ request: [UInt8], from path: DatagramPath = wifi) -> ICELite.Change? {
        lastRequest = request
        lastResponse = nil
        var scratch = [UInt8](repeating: 0, count: ICELite.maxResponseBytes)
        let outcome = unsafe request.withUnsafeBytes { datagram in
            unsafe scratch.withUnsafeMutableBytes { unsafe agent.receive(datagram, from: path, at: now, response: $0) }
        }
        guard case .respond(let length, let change) = outcome else { return nil }
        lastResponse = Array(scratch[..<length])
        return change
    }

    var answer: STUNCheck.Response? { lastResponse.flatMap { bytes in unsafe bytes.withUnsafeBytes { unsafe check.read($0) } } }
}
