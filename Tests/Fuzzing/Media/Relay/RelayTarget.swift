import Fuzzing
import Media

/// The whole relay. The input is a row of orders to its clients, who encrypt what it says, so that mutations reach what lies behind the
/// encryption. An order is a byte: its lowest five bits say what, the next two who, the highest is a variant.
final class RelayTarget: FuzzTarget {
    let name = "relay"
    let maximumLength = 3_000
    let maximumRow = 12
    let dictionary: [[UInt8]] = [
        [0xbe, 0xde, 0, 1], [0x40, 0x31], [0x40, 0x32], [0x90, 96], [0x90, 97], [0x90, 98], [0x90, 111], [0x10, 0, 0, 0x9d, 0x01, 0x2a],
        [0x81, 205, 0, 3], [0x81, 206, 0, 2], [0x80, 200, 0, 6], [0x11, 0, 0, 1], [0x11, 1, 0, 1], [0x11, 2, 0, 1], [0x7c, 0x85],
        [0x78, 0, 4],
    ]

    private let relayIdentity: DTLSIdentity
    private let clientIdentity: DTLSIdentity
    private let music = HoldMusic(packets: (0..<10).map { [0xf8, $0, 1, 2, 3] })

    init() {
        guard let relay = try? DTLSIdentity(), let client = try? DTLSIdentity() else { preconditionFailure("no identity") }
        (relayIdentity, clientIdentity) = (relay, client)
    }

    func run(_ input: [UInt8]) {
        let world = FuzzWorld(relayIdentity: relayIdentity, clientIdentity: clientIdentity)
        var script = FuzzScript(input)
        while !script.isAtEnd {
            let order = script.byte()
            let client = world.clients[Int(order >> 5 & 3) % world.clients.count]
            follow(order & 31, isVariant: order & 128 != 0, client, &script, world)
        }
        world.run(for: .seconds(1))
        world.close()
    }

    private func follow(_ order: UInt8, isVariant: Bool, _ client: FuzzClient, _ script: inout FuzzScript, _ world: FuzzWorld) {
        let member = FuzzOffer.member(client.number)
        switch order {
        case 0...7: sendMedia(order, isVariant, client, &script, world)
        case 8...13: sendControl(order, isVariant, client, &script, world)
        case 14: world.give(isVariant ? script.long() : script.short(), from: client.path)
        case 15: world.give(script.short(), from: FuzzWorld.path(200, port: 1))
        case 16: world.run(for: .milliseconds(Int64(script.byte()) * (isVariant ? 300 : 5)))
        case 17: renegotiate(client, &script, world, isRestart: isVariant)
        case 18: world.relay.setRoutes(room: FuzzWorld.room, routes: isVariant ? [:] : world.routes(everything: script.byte() & 1 == 0))
        case 19: setTap(isVariant, &script, world)
        case 20: world.relay.play(isVariant ? nil : music, to: member, in: FuzzWorld.room)
        case 21: world.relay.requestKeyFrame(FeedID(member: member, kind: isVariant ? .screen : .camera), in: FuzzWorld.room)
        case 22: world.relay.remove(member: member, from: FuzzWorld.room)
        case 23: move(client, to: script.byte(), nominates: isVariant, world)
        case 24: replay(Int(script.byte() & 63), isVariant, &script, world)
        case 25: client.hangUp()
        case 26: reconnect(client, to: script.byte(), world)
        case 27: world.give(client.check(nominates: isVariant), from: client.path)
        default: break
        }
        world.settle()
    }

    // MARK: Signaling

    /// The client's offer, bent; three bytes a change.
    private func renegotiate(_ client: FuzzClient, _ script: inout FuzzScript, _ world: FuzzWorld, isRestart: Bool) {
        if isRestart { client.offer.generation &+= 1 }
        var text = client.offer.text
        for _ in 0..<(script.byte() & 7) where !text.isEmpty {
            let (place, value) = (script.number() % text.count, script.byte())
            switch value {
            case 0...31: text.removeSubrange(place..<min(text.count, place + 1 + Int(value)))
            case 32...127: text[place] = value
            case 128...159: text.insert(contentsOf: text[place..<min(text.count, place + Int(value & 31) * 8)], at: place)
            default: text = Self.withoutLine(Int(value & 31) * 5 + place % 5, text)
            }
        }
        world.negotiate(client, sdp: text)
        if isRestart { world.connect(client) }
    }

    private static func withoutLine(_ number: Int, _ text: [UInt8]) -> [UInt8] {
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines.remove(at: number % lines.count)
        return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    private func reconnect(_ client: FuzzClient, to port: UInt8, _ world: FuzzWorld) {
        client.begin(port: port)
        world.negotiate(client)
        world.connect(client)
    }

    private func move(_ client: FuzzClient, to port: UInt8, nominates: Bool, _ world: FuzzWorld) {
        client.move(port: port)
        world.give(client.check(nominates: nominates), from: client.path)
    }

    private func setTap(_ isVariant: Bool, _ script: inout FuzzScript, _ world: FuzzWorld) {
        let bits = script.byte()
        var tracks: [FeedID: TapTrack] = [:]
        for client in 0..<FuzzWorld.clients {
            for kind in FeedKind.allCases where bits >> ((client * 3 + kind.rawValue) & 7) & 1 == 1 {
                tracks[FeedID(member: FuzzOffer.member(client), kind: kind)] = UInt32(client * 3 + kind.rawValue) + (isVariant ? 100 : 0)
            }
        }
        world.relay.setTap(room: FuzzWorld.room, tracks: tracks)
        world.relay.tap.forEach { record in precondition(unsafe record.bytes.count < 4_096) }
        world.relay.tap.removeAll()
    }

    private func replay(_ count: Int, _ isVariant: Bool, _ script: inout FuzzScript, _ world: FuzzWorld) {
        for (bytes, path) in world.history.suffix(count) {
            var bytes = bytes
            if isVariant, !bytes.isEmpty { bytes[script.number() % bytes.count] ^= 1 }
            world.give(bytes, from: path)
        }
    }
}
