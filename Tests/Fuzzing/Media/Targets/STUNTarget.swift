import COpenSSL
import Fuzzing
import Media

/// A row of STUN messages for one agent: each a byte of orders, a byte of length, the message. Most are put right first, for a mutation
/// would otherwise stop at the checksum: the length and FINGERPRINT of all, MESSAGE-INTEGRITY of those that are to be authentic.
final class STUNTarget: FuzzTarget {
    let name = "stun"
    let maximumRow = 4
    let dictionary: [[UInt8]] = [
        [0, 6, 0, 17], [0, 8, 0, 20], [0, 9, 0, 4], [0, 0x20, 0, 8], [0, 0x20, 0, 20], [0, 0x24, 0, 4], [0, 0x25, 0, 0],
        [0x80, 0x28, 0, 4],
        [0x80, 0x29, 0, 8], [0x80, 0x2a, 0, 8], [0x00, 0x01], [0x01, 0x01], [0x01, 0x11], [0x21, 0x12, 0xa4, 0x42], Array("ABCDEFGH:".utf8),
    ]

    private static let ufrag = "ABCDEFGH"
    private static let password = "0123456789abcdefghijklmn"
    private let credentials = ICECredentials(ufrag: STUNTarget.ufrag, password: STUNTarget.password)
    private let reading = STUNCheck(username: "ABCDEFGH:abcd", password: STUNTarget.password)

    func run(_ input: [UInt8]) {
        var script = FuzzScript(input)
        var agent = ICELite(credentials: credentials)
        var time = MediaTime(nanoseconds: 0)
        var checks: UInt32 = 0
        while !script.isAtEnd {
            let order = script.byte()
            if order & 0xc0 == 0xc0 { time += .seconds(Int64(order & 15)) }
            if order == 0xff { agent.restart(credentials) }
            let port = 1_000 + UInt16(order & 31)
            let path = DatagramPath(remote: SocketAddress(address: IPAddress(ipv4: 1), port: port), local: .any)
            // Mostly a new check; with this bit one that was overheard.
            checks += order & 0x10 == 0 ? 1 : 0
            give(message(STUNFrame.numbered(script.short(), checks), order), to: &agent, from: path, at: time)
            _ = agent.advance(to: time)
        }
    }

    private func message(_ bytes: [UInt8], _ order: UInt8) -> [UInt8] {
        switch order >> 5 & 3 {
        case 0: bytes
        case 1: STUNFrame.fingerprinted(bytes)
        default: STUNFrame.fingerprinted(STUNFrame.signed(bytes, password: Self.password))
        }
    }

    private func give(_ datagram: [UInt8], to agent: inout ICELite, from path: DatagramPath, at time: MediaTime) {
        var response = [UInt8](repeating: 0, count: ICELite.maxResponseBytes)
        let outcome = unsafe datagram.withExactBytes { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            _ = unsafe STUN.localUfrag(of: bytes)
            _ = unsafe reading.read(bytes)
            return unsafe response.withUnsafeMutableBytes { unsafe agent.receive(bytes, from: path, at: time, response: $0) }
        }
        guard case .respond(let length, let change) = outcome else { return }
        precondition(length <= datagram.count * 3 / 2, "nothing is amplified")
        precondition(change == .none || change == .repeated || agent.isValidated(path))
        switch unsafe Array(response[..<length]).withExactBytes({ unsafe reading.read(UnsafeRawBufferPointer($0)) }) {
        case .success(_, let mapped): precondition(mapped == path.remote && (change == .repeated || agent.isValidated(path)))
        case .error(_, let code): precondition(code == 487 || code == 420)
        case nil: preconditionFailure("the answer cannot be read")
        }
    }

    func seeds() -> [String: [UInt8]] {
        let checks = [
            reading, STUNCheck(username: "ABCDEFGH:abcd", password: Self.password, nominates: true),
            STUNCheck(username: "ABCDEFGH:abcd", password: Self.password, role: .controlled),
        ].map(written)
        let success = STUNFrame.fingerprinted(
            STUNFrame.signed([1, 1, 0, 0] + Array(checks[0][4..<20]) + [0, 0x20, 0, 8, 0, 1, 1, 2, 3, 4, 5, 6], password: Self.password))
        return [
            "check.bin": [0] + FuzzScript.short(checks[0]),
            "row.bin": checks.flatMap { [0x41] + FuzzScript.short($0) } + checks.flatMap { [0xc5] + FuzzScript.short($0) },
            "nominations.bin": (0..<20).flatMap { [0x40 | UInt8($0)] + FuzzScript.short(checks[1]) },
            "restart.bin": [0x41] + FuzzScript.short(checks[1]) + [0xff] + FuzzScript.short(checks[1]) + [0x42]
                + FuzzScript.short(checks[1]),
            "success.bin": [0x21] + FuzzScript.short(success),
        ]
    }

    private func written(_ check: STUNCheck) -> [UInt8] {
        var memory = [UInt8](repeating: 0, count: 200)
        let length = unsafe memory.withUnsafeMutableBytes { unsafe check.write(STUNTransaction(high: 1, low: 2), into: $0) } ?? 0
        return Array(memory[..<length])
    }
}

/// Makes bytes look like STUN (RFC 8489 §5, §14.5, §14.7).
enum STUNFrame {
    /// Cookie, length and FINGERPRINT are right; the last one replaces one that is there.
    static func fingerprinted(_ bytes: [UInt8]) -> [UInt8] {
        var message = withoutFingerprint(bytes)
        setLength(message.count - 20 + 8, of: &message)
        var checksum = UInt32.max
        for byte in message {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum & 1 == 0 ? checksum >> 1 : checksum >> 1 ^ 0xedb8_8320 }
        }
        return message + [0x80, 0x28, 0, 4] + big(~checksum ^ 0x5354_554e)
    }

    /// With the end of its transaction id replaced.
    static func numbered(_ bytes: [UInt8], _ number: UInt32) -> [UInt8] {
        guard bytes.count >= 20 else { return bytes }
        return Array(bytes[..<16]) + big(number) + Array(bytes[20...])
    }

    /// With MESSAGE-INTEGRITY at its end.
    static func signed(_ bytes: [UInt8], password: String) -> [UInt8] {
        var message = withoutFingerprint(bytes)
        if message.count >= 44, Array(message[(message.count - 24)..<(message.count - 20)]) == [0, 8, 0, 20] { message.removeLast(24) }
        setLength(message.count - 20 + 24, of: &message)
        var digest = [UInt8](repeating: 0, count: 20)
        var length: UInt32 = 0
        let key = Array(password.utf8)
        _ = unsafe HMAC(EVP_sha1(), key, Int32(key.count), message, message.count, &digest, &length)
        return message + [0, 8, 0, 20] + digest
    }

    private static func withoutFingerprint(_ bytes: [UInt8]) -> [UInt8] {
        var message = bytes
        message.removeLast(message.count % 4)
        if message.count >= 28, Array(message[(message.count - 8)..<(message.count - 4)]) == [0x80, 0x28, 0, 4] { message.removeLast(8) }
        while message.count < 20 { message.append(0) }
        message.replaceSubrange(4..<8, with: [0x21, 0x12, 0xa4, 0x42])
        message[0] &= 0x3f
        return message
    }

    private static func setLength(_ length: Int, of message: inout [UInt8]) {
        message[2] = UInt8(length >> 8 & 0xff)
        message[3] = UInt8(length & 0xff)
    }

    private static func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
}
