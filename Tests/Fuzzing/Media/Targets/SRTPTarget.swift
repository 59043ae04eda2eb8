import Fuzzing
import Media

/// Packets under keys that are known: plain ones that a sender protects, then bent on the way or not, and bytes that nobody protected.
/// Each is a byte of orders, two bytes that say where to bend and how, and a packet with two bytes of length.
final class SRTPTarget: FuzzTarget {
    let name = "srtp"
    let maximumLength = 4_000
    let maximumRow = 6
    let dictionary: [[UInt8]] = [
        [0x90, 96], [0x80, 111], [0xbe, 0xde, 0, 1], [0x10, 0, 0, 1], [0x80, 200, 0, 6], [0x81, 201], [0xb0], [0x9f],
    ]

    func run(_ input: [UInt8]) {
        for profile in SRTPProfile.preference {
            let key = SecretBytes((0..<UInt8(profile.masterKeyBytes + profile.masterSaltBytes)).map { $0 &* 7 })
            guard let sender = try? SRTPSender(profile: profile, key: key), let receiver = try? SRTPReceiver(profile: profile, key: key)
            else {
                preconditionFailure("no context")
            }
            var script = FuzzScript(input)
            while !script.isAtEnd { step(&script, sender, receiver) }
        }
    }

    private func step(_ script: inout FuzzScript, _ sender: SRTPSender, _ receiver: SRTPReceiver) {
        let (order, place, value) = (script.byte(), Int(script.byte()), script.byte())
        let plain = script.long()
        let isControl = order & 1 != 0
        guard order & 2 == 0 else { return judge(receive(plain, isControl, receiver), isForged: true) }
        guard var packet = protect(plain, isControl, sender) else { return }
        let isBent = order & 4 != 0 && value != 0
        if isBent { packet[place * 5 % packet.count] ^= value }
        if order & 8 != 0 { packet.removeLast(min(packet.count, place % 24)) }
        let isWhole = !isBent && (order & 8 == 0 || place % 24 == 0)
        let result = receive(packet, isControl, receiver)
        if case .packet(let bytes) = result, isWhole { precondition(bytes == plain, "what came is what went") }
        judge(result, isForged: !isWhole)
    }

    private enum Arrival {
        case packet([UInt8])
        case refused(SRTPResult)
    }

    private func judge(_ arrival: Arrival, isForged: Bool) {
        if case .packet = arrival { precondition(!isForged, "nothing forged is taken") }
    }

    private func protect(_ plain: [UInt8], _ isControl: Bool, _ sender: SRTPSender) -> [UInt8]? {
        // The caller's part of the contract; the receiver keeps it by itself.
        guard plain.count >= 12 else { return nil }
        return unsafe (plain + [UInt8](repeating: 0, count: sender.profile.overhead)).withExactBytes { memory in
            guard let start = memory.baseAddress else { return nil }
            let length =
                isControl
                ? unsafe sender.protectRTCP(start, length: plain.count) : unsafe sender.protect(start, length: plain.count)
            return length.map { unsafe [UInt8](memory[..<$0]) }
        }
    }

    private func receive(_ packet: [UInt8], _ isControl: Bool, _ receiver: SRTPReceiver) -> Arrival {
        unsafe packet.withExactBytes { memory in
            guard let start = memory.baseAddress else { return .refused(.malformed) }
            let result =
                isControl
                ? unsafe receiver.unprotectRTCP(start, length: packet.count) : unsafe receiver.unprotect(start, length: packet.count)
            guard case .packet(let length) = result else { return .refused(result) }
            precondition(length <= packet.count)
            return .packet(unsafe [UInt8](memory[..<length]))
        }
    }

    func seeds() -> [String: [UInt8]] {
        func packet(_ head: [UInt8], _ sequence: UInt8) -> [UInt8] {
            head + [0, sequence, 0, 0, 1, 0, 0, 0, 0, 1] + [UInt8](repeating: 0x55, count: 40)
        }
        let extended = packet([0x90, 96], 3).prefix(12) + [0xbe, 0xde, 0, 1, 0x32, 1, 2, 3] + [UInt8](repeating: 0x66, count: 30)
        let report: [UInt8] = [0x80, 200, 0, 6, 0, 0, 0, 1] + [UInt8](repeating: 9, count: 20)
        return [
            "row.bin": (0..<6).flatMap { [0, 0, 0] + FuzzScript.long(packet([0x80, 111], $0)) },
            "bent.bin": (0..<6).flatMap { [4, $0 &* 9, 0x80] + FuzzScript.long(packet([0x80, 111], $0)) },
            "extended.bin": [0, 0, 0] + FuzzScript.long(Array(extended)),
            "control.bin": [1, 0, 0] + FuzzScript.long(report) + [5, 6, 1] + FuzzScript.long(report),
            "forged.bin": [2, 0, 0] + FuzzScript.long(packet([0x80, 111], 1)) + [3, 0, 0] + FuzzScript.long(report),
        ]
    }
}
