/// Protection profiles that are offered and accepted; the raw value is the number in `use_srtp` (RFC 5764 §4.1.2, RFC 7714 §14.2).
/// AES-256 and every NULL or 32-bit variant are left out on purpose.
public enum SRTPProfile: UInt16, Sendable, CaseIterable {
    case aeadAES128GCM = 7
    case aes128CMSHA1_80 = 1

    /// The first one that both sides know is used; GCM costs a quarter of CM with HMAC-SHA1.
    public static let preference: [SRTPProfile] = [.aeadAES128GCM, .aes128CMSHA1_80]

    public var masterKeyBytes: Int { 16 }

    public var masterSaltBytes: Int {
        switch self {
        case .aeadAES128GCM: 12
        case .aes128CMSHA1_80: 14
        }
    }

    /// The authentication tag that every packet gets.
    public var tagBytes: Int {
        switch self {
        case .aeadAES128GCM: 16
        case .aes128CMSHA1_80: 10
        }
    }

    /// The most that protecting adds to a packet: the tag, and for RTCP also the four bytes of its index.
    public var overhead: Int { tagBytes + 4 }

    /// OpenSSL's name for it.
    var opensslName: String {
        switch self {
        case .aeadAES128GCM: "SRTP_AEAD_AES_128_GCM"
        case .aes128CMSHA1_80: "SRTP_AES128_CM_SHA1_80"
        }
    }
}
