import Fuzzing
import Media

/// A row of datagrams, each two bytes of length and then the datagram, for a server, for a client, and for two who are connected already.
final class DTLSTarget: FuzzTarget {
    let name = "dtls"
    let maximumLength = 12_000
    let dictionary: [[UInt8]] = [
        [22, 0xfe, 0xfd, 0, 0], [22, 0xfe, 0xfd, 0, 1], [21, 0xfe, 0xfd, 0, 1], [20, 0xfe, 0xfd, 0, 0], [0xfe, 0xff],
        [0, 14, 0, 5, 0, 2, 0, 7, 0],
        [1, 0, 0, 0x80, 0, 0, 0, 0], [16, 0, 0, 0x42], [11, 0, 1, 0], [0xff, 0xff, 0xff],
    ]

    private let pair = DTLSPair()
    private let connected: DTLSPair

    init() {
        connected = DTLSPair()
        connected.run()
        precondition(connected.isConnected)
    }

    func run(_ input: [UInt8]) {
        let endpoints = [pair.endpoint(.server), pair.endpoint(.client)]
        var script = FuzzScript(input)
        var time = MediaTime(nanoseconds: 0)
        while !script.isAtEnd {
            let datagram = script.long()
            time += .milliseconds(40)
            for endpoint in endpoints { give(datagram, to: endpoint, at: time) }
            for endpoint in connected.endpoints { give(datagram, to: endpoint, at: time) }
        }
        precondition(connected.isConnected, "nobody else can end it")
        for endpoint in endpoints {
            if case .connected = endpoint.state { preconditionFailure("connected with nobody") }
            endpoint.advance(to: time + DTLSEndpoint.handshakeTimeout)
            precondition(endpoint.nextDeadline == nil, "it ends")
        }
    }

    private func give(_ datagram: [UInt8], to endpoint: DTLSEndpoint, at time: MediaTime) {
        unsafe datagram.withExactBytes { unsafe endpoint.receive(UnsafeRawBufferPointer($0), at: time) }
        endpoint.advance(to: time)
        unsafe endpoint.drain { precondition($0.count > 13 && $0.count <= 1_500) }
    }

    func seeds() -> [String: [UInt8]] {
        let pair = DTLSPair()
        pair.run()
        pair.endpoints[1].close()
        pair.deliver(from: 1)
        var seeds: [String: [UInt8]] = [:]
        for side in 0...1 { seeds[side == 0 ? "server.bin" : "client.bin"] = pair.sent[side].flatMap { FuzzScript.long($0) } }
        seeds["hello.bin"] = FuzzScript.long(pair.sent[1][0])
        return seeds
    }
}

/// A handshake in which the input is what the network does: four bytes an order, which bend the datagrams on their way. However it ends,
/// nobody is connected with keys that the other does not have.
final class HandshakeTarget: FuzzTarget {
    let name = "handshake"
    let maximumLength = 96

    /// No handshake has a datagram of this number, if nothing is lost.
    private static let undisturbed = 31
    private let pair = DTLSPair()

    func run(_ input: [UInt8]) {
        var script = FuzzScript(input)
        var orders: [Int: [Order]] = [:]
        while !script.isAtEnd {
            let order = Order(&script)
            orders[order.datagram, default: []].append(order)
        }
        pair.restart()
        var count = 0
        pair.network = { datagrams in
            var arriving: [[UInt8]] = []
            for datagram in datagrams {
                for bent in (orders[count] ?? []).reduce([datagram], { $1.bend($0, others: datagrams) }) { arriving.append(bent) }
                count += 1
            }
            return arriving
        }
        pair.run()
        if orders.keys.allSatisfy({ $0 == Self.undisturbed }) { precondition(pair.isConnected) }
        pair.judge()
    }

    func seeds() -> [String: [UInt8]] {
        var seeds: [String: [UInt8]] = ["undisturbed.bin": [UInt8(Self.undisturbed), 0, 0, 0]]
        for kind in UInt8(0)..<10 { seeds["order-\(kind).bin"] = (0..<6).flatMap { [$0, kind, $0 &* 37 &+ 20, 0x80] } }
        return seeds
    }

    /// What happens to one datagram.
    private struct Order {
        let datagram: Int
        let kind: UInt8
        let place: Int
        let value: UInt8

        init(_ script: inout FuzzScript) {
            datagram = Int(script.byte() & 31)
            kind = script.byte() % 10
            place = Int(script.byte())
            value = script.byte()
        }

        func bend(_ copies: [[UInt8]], others: [[UInt8]]) -> [[UInt8]] {
            guard var bytes = copies.first, !bytes.isEmpty else { return copies }
            let place = place * 7 % bytes.count
            switch kind {
            case 0: return []
            case 1: return copies + [bytes]
            case 2: bytes[place] ^= value
            case 3: bytes[place] = value
            case 4: bytes.removeLast(min(bytes.count, Int(value)))
            case 5: bytes.insert(value, at: place)
            case 6: bytes.remove(at: place)
            case 7: return others.reversed()
            // Heads of records and messages are where it hurts.
            case 8: bytes[min(bytes.count - 1, place % 25)] &+= value | 1
            default: bytes += others[Int(value) % others.count]
            }
            return [bytes] + copies.dropFirst()
        }
    }
}
