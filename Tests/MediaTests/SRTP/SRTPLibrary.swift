import CSRTP

@testable import Media

/// libsrtp alone, with its own GCM: what the sender and the receiver are held against.
final class SRTPLibrary {
    private let session: SRTPSession

    init(key: SecretBytes, direction: srtp_ssrc_type_t) throws {
        session = try SRTPSession(profile: .aeadAES128GCM, key: key, direction: direction)
    }

    func protected(_ packet: [UInt8]) -> [UInt8]? {
        unsafe changed(packet, room: 20) { unsafe srtp_protect(session.context, $0, &$1) }.bytes
    }

    func result(_ packet: [UInt8]) -> (result: SRTPResult, bytes: [UInt8]?) {
        let (status, bytes) = unsafe changed(packet, room: 0) { unsafe srtp_unprotect(session.context, $0, &$1) }
        switch status {
        case srtp_err_status_ok: return (.packet(length: bytes?.count ?? 0), bytes)
        case srtp_err_status_replay_fail, srtp_err_status_replay_old: return (.replayed, nil)
        case srtp_err_status_auth_fail, srtp_err_status_cipher_fail: return (.unauthenticated, nil)
        default: return (.malformed, nil)
        }
    }

    private func changed(
        _ packet: [UInt8], room: Int, _ body: (UnsafeMutableRawPointer, inout Int32) -> srtp_err_status_t
    ) -> (status: srtp_err_status_t, bytes: [UInt8]?) {
        var (bytes, length) = (packet + [UInt8](repeating: 0, count: room), Int32(packet.count))
        let status = unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return srtp_err_status_bad_param }
            return unsafe body(start, &length)
        }
        return (status, status == srtp_err_status_ok ? Array(bytes[..<Int(length)]) : nil)
    }
}
