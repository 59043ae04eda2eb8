@testable import Media

/// Records put together by hand.
enum DTLSBytes {
    static func record(_ content: UInt8, epoch: UInt16 = 0, sequence: UInt64 = 0, version: UInt16 = 0xfefd, _ body: [UInt8]) -> [UInt8] {
        [content] + version.octets + epoch.octets + sequence.octets.suffix(6) + UInt16(body.count).octets + body
    }

    /// A fragment of a handshake message.
    static func handshake(_ type: UInt8, message: UInt16, length: Int, offset: Int, _ body: [UInt8]) -> [UInt8] {
        let part = UInt32(offset).octets.suffix(3) + UInt32(body.count).octets.suffix(3)
        return [type] + UInt32(length).octets.suffix(3) + message.octets + part + body
    }

    /// A ClientHello as another client would write it.
    static func clientHello(version: UInt16 = 0xfefd, cipherSuites: [UInt16]) -> [UInt8] {
        let suites = cipherSuites.flatMap(\.octets)
        // Groups X25519 and P-256, ECDSA with SHA-256, use_srtp with GCM.
        let extensions = RFC5769.bytes("000a00060004001d0017 000d000400020403 000e00050002000700")
        let body =
            version.octets + [UInt8](repeating: 7, count: 32) + [0, 0] + UInt16(suites.count).octets + suites + [1, 0]
            + UInt16(extensions.count).octets + extensions
        return record(22, version: 0xfeff, handshake(1, message: 0, length: body.count, offset: 0, body))
    }

    /// A datagram with one handshake message in one record, cut into two datagrams.
    static func halves(_ datagram: [UInt8]) -> [[UInt8]] {
        let body = Array(datagram[25...])
        let cut = body.count / 2
        let message = UInt16(datagram[17]) << 8 | UInt16(datagram[18])
        return [(0, Array(body[..<cut])), (cut, Array(body[cut...]))].map { offset, part in
            record(22, version: 0xfeff, handshake(datagram[13], message: message, length: body.count, offset: offset, part))
        }
    }
}
