internal import CSRTP

/// Why there is no SRTP context.
public enum SRTPError: Error, Hashable, Sendable {
    /// The key is not master key and salt of the profile.
    case keyLength(Int)
    /// libsrtp refused; its status.
    case library(UInt32)
    /// OpenSSL has no such cipher, or no memory.
    case cipher
}

/// One direction's libsrtp context: freed with its owner, which also keeps it to one thread.
@safe struct SRTPSession: ~Copyable {
    let context: srtp_t

    /// `srtp_init` is to be called once in a process, before anything else; a `static let` is.
    private static let initialisation = srtp_init()

    init(profile: SRTPProfile, key: SecretBytes, direction: srtp_ssrc_type_t) throws(SRTPError) {
        guard key.count == profile.masterKeyBytes + profile.masterSaltBytes else { throw .keyLength(key.count) }
        guard Self.initialisation == srtp_err_status_ok else { throw .library(Self.initialisation.rawValue) }
        var created: srtp_t?
        let status = unsafe key.withUnsafeBytes { bytes in
            var policy = unsafe srtp_policy_t()
            unsafe Self.set(profile, in: &policy)
            unsafe policy.ssrc.type = direction
            // libsrtp derives its session keys from the key and does not write to it.
            unsafe policy.key = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
            unsafe policy.window_size = UInt(SRTPWindow.span)
            // A packet that was asked for again goes out as the same bytes under the same index; other bytes never do.
            unsafe policy.allow_repeat_tx = 1
            return unsafe srtp_create(&created, &policy)
        }
        guard status == srtp_err_status_ok, let created = unsafe created else { throw .library(status.rawValue) }
        unsafe context = created
    }

    deinit { unsafe srtp_dealloc(context) }

    private static func set(_ profile: SRTPProfile, in policy: inout srtp_policy_t) {
        switch profile {
        case .aeadAES128GCM:
            unsafe srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp)
            unsafe srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp)
        case .aes128CMSHA1_80:
            unsafe srtp_crypto_policy_set_rtp_default(&policy.rtp)
            unsafe srtp_crypto_policy_set_rtcp_default(&policy.rtcp)
        }
    }
}
