internal import CSRTP

/// What became of a packet that came in.
@frozen public enum SRTPResult: Sendable, Hashable {
    /// Authentic and new; the plain packet is this long.
    case packet(length: Int)
    /// Already received, or older than the window.
    case replayed
    case unauthenticated
    /// Not an RTP or RTCP packet, or libsrtp cannot read it.
    case malformed
    /// One SSRC more than a peer may use.
    case tooManySources
}

/// Authenticates and decrypts what one peer sends. Confined to one thread. Nothing that comes in ends it.
public final class SRTPReceiver {
    /// A peer has a few SSRCs; each new one costs memory and look-up time for as long as the context lives.
    public static let maxSources = 128

    public let profile: SRTPProfile
    /// RTCP, and everything of the profile without GCM.
    private let session: SRTPSession
    /// RTP with GCM, without libsrtp's detours: most of what a forwarded packet costs was there.
    private let cipher: SRTPGaloisCipher?
    /// SSRCs of which a packet was authentic, RTP or RTCP: whoever cannot sign uses up no room.
    private let streams = SRTPStreams<SRTPReceivedStream>(limit: maxSources)

    public init(profile: SRTPProfile, key: SecretBytes) throws(SRTPError) {
        self.profile = profile
        session = try SRTPSession(profile: profile, key: key, direction: ssrc_any_inbound)
        cipher = profile == .aeadAES128GCM ? try SRTPGaloisCipher(master: key, direction: .open) : nil
    }

    func add(to footprint: inout Footprint, source: UInt32) {
        footprint.add(self, bytes: 128)
        streams.add(to: &footprint, source: source, bytes: MemoryLayout<SRTPReceivedStream>.size)
        switch cipher {
        case .some(let cipher): cipher.add(to: &footprint)
        case .none: break
        }
    }

    /// Decrypts an SRTP packet in place. The bytes are destroyed when it fails (GCM decrypts before it has checked the tag).
    @inline(__always)
    public func unprotect(_ packet: UnsafeMutableRawPointer, length: Int) -> SRTPResult {
        guard length >= SRTPHeader.fixedLength + profile.tagBytes, length <= Int(UInt16.max) else { return .malformed }
        let source = unsafe SRTPHeader.source(of: packet)
        let stream = unsafe streams.find(source)
        guard unsafe stream != nil || !streams.isFull else { return .tooManySources }
        switch cipher {
        case .some(let cipher): return unsafe unprotect(packet, length - SRTPGaloisCipher.tagBytes, source, stream, cipher)
        case .none: return unsafe unprotectByLibrary(packet, length, source, isKnown: stream != nil)
        }
    }

    /// Decrypts an SRTCP packet in place.
    @inline(__always)
    public func unprotectRTCP(_ packet: UnsafeMutableRawPointer, length: Int) -> SRTPResult {
        guard length >= 8 + profile.overhead, length <= Int(UInt16.max) else { return .malformed }
        let source = unsafe UInt32(bigEndian: packet.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        let isKnown = unsafe streams.find(source) != nil
        guard isKnown || !streams.isFull else { return .tooManySources }
        var length = Int32(truncatingIfNeeded: length)
        let status = unsafe srtp_unprotect_rtcp(session.context, packet, &length)
        guard status == srtp_err_status_ok else { return Self.failure(status) }
        if !isKnown { _ = unsafe streams.insert(source) }
        return .packet(length: Int(length))
    }

    /// - Parameter length: Without the tag.
    private func unprotect(
        _ packet: UnsafeMutableRawPointer, _ length: Int, _ source: UInt32, _ known: UnsafeMutablePointer<SRTPReceivedStream>?,
        _ cipher: borrowing SRTPGaloisCipher
    ) -> SRTPResult {
        guard let header = unsafe SRTPHeader.length(of: packet, within: length) else { return .malformed }
        let sequence = unsafe SRTPHeader.sequence(of: packet)
        guard let stream = unsafe known else {
            // The first packet of a stream has the rollover counter zero.
            guard unsafe cipher.open(packet, header: header, length: length, source: source, index: UInt64(sequence))
            else { return .unauthenticated }
            unsafe streams.insert(source).pointee.window.mark(UInt64(sequence))
            return .packet(length: length)
        }
        let index = unsafe stream.pointee.window.index(of: sequence)
        guard unsafe stream.pointee.window.place(of: index) == .new, index < SRTPWindow.indices else { return .replayed }
        guard unsafe cipher.open(packet, header: header, length: length, source: source, index: index) else { return .unauthenticated }
        unsafe stream.pointee.window.mark(index)
        return .packet(length: length)
    }

    private func unprotectByLibrary(_ packet: UnsafeMutableRawPointer, _ length: Int, _ source: UInt32, isKnown: Bool) -> SRTPResult {
        var length = Int32(truncatingIfNeeded: length)
        let status = unsafe srtp_unprotect(session.context, packet, &length)
        guard status == srtp_err_status_ok else { return Self.failure(status) }
        if !isKnown { _ = unsafe streams.insert(source) }
        return .packet(length: Int(length))
    }

    private static func failure(_ status: srtp_err_status_t) -> SRTPResult {
        switch status {
        case srtp_err_status_replay_fail, srtp_err_status_replay_old: .replayed
        case srtp_err_status_auth_fail, srtp_err_status_cipher_fail: .unauthenticated
        default: .malformed
        }
    }
}
