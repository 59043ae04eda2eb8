import Media

/// A server and a client with a network between them, in virtual time.
final class DTLSPair {
    private let identities: [DTLSIdentity]
    private(set) var endpoints: [DTLSEndpoint] = []
    /// All that each of them sent: the server's, the client's.
    private(set) var sent: [[[UInt8]]] = [[], []]
    /// What becomes of a flight.
    var network: ([[UInt8]]) -> [[UInt8]] = { $0 }
    private var now = MediaTime(nanoseconds: 0)

    init() {
        guard let server = try? DTLSIdentity(), let client = try? DTLSIdentity() else { preconditionFailure("no identity") }
        identities = [server, client]
        restart()
    }

    func restart() {
        endpoints = [endpoint(.server), endpoint(.client)]
        sent = [[], []]
    }

    func endpoint(_ role: DTLSEndpoint.Role) -> DTLSEndpoint {
        let (own, other) = role == .server ? (identities[0], identities[1]) : (identities[1], identities[0])
        guard let endpoint = try? DTLSEndpoint(identity: own, role: role, expected: other.fingerprint, at: now) else {
            preconditionFailure("no endpoint")
        }
        return endpoint
    }

    var isConnected: Bool { keys(0) != nil && keys(1) != nil }

    private func keys(_ side: Int) -> DTLSKeys? {
        if case .connected(let keys) = endpoints[side].state { return keys }
        return nil
    }

    /// Until both have ended the handshake, one way or the other.
    func run() {
        deliver(from: 1)
        while let next = endpoints.compactMap(\.nextDeadline).min() {
            precondition(next >= now, "time goes on")
            now = next
            for (side, endpoint) in endpoints.enumerated() {
                endpoint.advance(to: now)
                deliver(from: side)
            }
        }
    }

    /// Carries datagrams to and fro until nobody says anything more.
    func deliver(from first: Int) {
        var side = first
        var isQuiet = false
        for _ in 0..<64 {
            var flight: [[UInt8]] = []
            unsafe endpoints[side].drain { flight.append(unsafe [UInt8]($0)) }
            if flight.isEmpty, isQuiet { return }
            isQuiet = flight.isEmpty
            sent[side] += flight
            for datagram in flight.isEmpty ? [] : network(flight) {
                unsafe datagram.withUnsafeBytes { unsafe endpoints[1 - side].receive($0, at: now) }
            }
            side = 1 - side
        }
    }

    func judge() {
        guard let server = keys(0), let client = keys(1) else { return }
        precondition(server.profile == client.profile && server.sending == client.receiving && server.receiving == client.sending)
    }
}
