internal import COpenSSL
internal import CSRTP

/// Protects what goes to one peer (RFC 3711, RFC 7714). Confined to one thread.
///
/// A new SSRC starts with a sequence number below 2^15: a receiver that misses the first packets otherwise guesses the wrong rollover
/// counter. A sequence number may be protected again only with the very same packet; with GCM, any other is refused.
public final class SRTPSender {
    /// The relay's bound on outgoing streams, each with one for retransmissions.
    static let maxSources = 1_024

    public let profile: SRTPProfile
    /// RTCP, and everything of the profile without GCM.
    private let session: SRTPSession
    /// RTP with GCM, without libsrtp's detours: most of what a forwarded packet costs was there.
    private let cipher: SRTPGaloisCipher?
    private let streams = SRTPStreams<SRTPSentStream>(limit: maxSources)

    public init(profile: SRTPProfile, key: SecretBytes) throws(SRTPError) {
        self.profile = profile
        session = try SRTPSession(profile: profile, key: key, direction: ssrc_any_outbound)
        cipher = profile == .aeadAES128GCM ? try SRTPGaloisCipher(master: key, direction: .seal) : nil
    }

    func add(to footprint: inout Footprint, source: UInt32) {
        footprint.add(self, bytes: 128)
        // The window; of the tags behind it a packet needs one.
        streams.add(to: &footprint, source: source, bytes: MemoryLayout<SRTPReceivedStream>.size)
        switch cipher {
        case .some(let cipher): cipher.add(to: &footprint)
        case .none: break
        }
    }

    /// Encrypts an RTP packet in place; `profile.overhead` bytes behind it are writable, and it is aligned to four bytes.
    /// - Returns: The new length; nil: not protected, what is there must not be sent.
    @inline(__always)
    public func protect(_ packet: UnsafeMutableRawPointer, length: Int) -> Int? {
        guard length <= Int(UInt16.max) else { return nil }
        switch cipher {
        case .some(let cipher): return unsafe protect(packet, length, cipher)
        case .none:
            var length = Int32(truncatingIfNeeded: length)
            return unsafe srtp_protect(session.context, packet, &length) == srtp_err_status_ok ? Int(length) : nil
        }
    }

    /// The same for a compound RTCP packet.
    @inline(__always)
    public func protectRTCP(_ packet: UnsafeMutableRawPointer, length: Int) -> Int? {
        guard length >= 8, length <= Int(UInt16.max) else { return nil }
        var length = Int32(truncatingIfNeeded: length)
        return unsafe srtp_protect_rtcp(session.context, packet, &length) == srtp_err_status_ok ? Int(length) : nil
    }

    private func protect(_ packet: UnsafeMutableRawPointer, _ length: Int, _ cipher: borrowing SRTPGaloisCipher) -> Int? {
        guard let header = unsafe SRTPHeader.length(of: packet, within: length) else { return nil }
        let (source, sequence) = unsafe (SRTPHeader.source(of: packet), SRTPHeader.sequence(of: packet))
        guard let stream = unsafe streams.find(source) else {
            // The first packet of a stream has the rollover counter zero.
            guard !streams.isFull, unsafe cipher.seal(packet, header: header, length: length, source: source, index: UInt64(sequence))
            else { return nil }
            unsafe note(packet + length, UInt64(sequence), in: streams.insert(source))
            return length + SRTPGaloisCipher.tagBytes
        }
        let index = unsafe stream.pointee.window.index(of: sequence)
        let place = unsafe stream.pointee.window.place(of: index)
        guard place != .old, index < SRTPWindow.indices,
            unsafe cipher.seal(packet, header: header, length: length, source: source, index: index)
        else { return nil }
        if place == .new {
            unsafe note(packet + length, index, in: stream)
        } else if unsafe packet.loadUnaligned(fromByteOffset: length, as: UInt32.self) != stream.pointee.tags[Self.slot(index)] {
            // Another packet under a nonce that was used: on the wire, the two would give away the key that authenticates.
            unsafe OPENSSL_cleanse(packet + header, length - header + SRTPGaloisCipher.tagBytes)
            return nil
        }
        return length + SRTPGaloisCipher.tagBytes
    }

    @inline(__always)
    private func note(_ tag: UnsafeMutableRawPointer, _ index: UInt64, in stream: UnsafeMutablePointer<SRTPSentStream>) {
        unsafe stream.pointee.window.mark(index)
        unsafe stream.pointee.tags[Self.slot(index)] = unsafe tag.loadUnaligned(as: UInt32.self)
    }

    @inline(__always)
    private static func slot(_ index: UInt64) -> Int { Int(truncatingIfNeeded: index % SRTPWindow.span) }
}
