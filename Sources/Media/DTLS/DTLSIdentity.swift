internal import COpenSSL

/// A key pair and its self-signed certificate, made anew at each start (RFC 8827 §6.5), with the settings of every association that uses it.
@safe public final class DTLSIdentity: Sendable {
    public let fingerprint: CertificateFingerprint
    // Unchecked, because a C pointer says nothing of threads: nothing changes the context after the initialiser, and OpenSSL counts its
    // references atomically.
    nonisolated(unsafe) let context: OpaquePointer

    /// ECDSA on P-256, the one that every browser has to know.
    public init() throws(DTLSError) {
        guard let key = unsafe visavis_p256_key() else { throw .library(step: "key") }
        defer { unsafe EVP_PKEY_free(key) }
        guard let certificate = unsafe X509_new() else { throw .library(step: "certificate") }
        defer { unsafe X509_free(certificate) }
        fingerprint = try unsafe Self.sign(certificate, with: key)
        guard let context = unsafe SSL_CTX_new(DTLS_method()) else { throw .library(step: "context") }
        unsafe self.context = context
        try unsafe Self.configure(context)
        guard unsafe SSL_CTX_use_certificate(context, certificate) == 1, unsafe SSL_CTX_use_PrivateKey(context, key) == 1 else {
            throw .library(step: "use of the certificate")
        }
    }

    deinit { unsafe SSL_CTX_free(context) }

    private static func sign(_ certificate: OpaquePointer, with key: OpaquePointer) throws(DTLSError) -> CertificateFingerprint {
        let name = unsafe X509_get_subject_name(certificate)
        var digest = [UInt8](repeating: 0, count: CertificateFingerprint.byteCount)
        let decade = 10 * 365 * 86_400
        // A day back: the peer's clock may be behind.
        let isSigned =
            unsafe X509_set_version(certificate, 2) == 1
            && ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), UInt64.random(in: 1...UInt64(Int64.max))) == 1
            && X509_gmtime_adj(X509_getm_notBefore(certificate), -86_400) != nil
            && X509_gmtime_adj(X509_getm_notAfter(certificate), decade) != nil
            && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, "visavis", -1, -1, 0) == 1
            && X509_set_issuer_name(certificate, name) == 1
            && X509_set_pubkey(certificate, key) == 1
            && X509_sign(certificate, key, EVP_sha256()) > 0
            && X509_digest(certificate, EVP_sha256(), &digest, nil) == 1
        guard isSigned, let fingerprint = CertificateFingerprint(bytes: digest) else { throw .library(step: "signature") }
        return fingerprint
    }
}

extension DTLSIdentity {
    /// Larger chains than a browser's one certificate are refused.
    private static let maxCertificateBytes = 8_192

    private static func configure(_ context: OpaquePointer) throws(DTLSError) {
        // Forward secrecy and authenticated encryption only: neither NULL nor CBC. RSA for peers that the client role meets.
        guard unsafe visavis_ssl_ctx_only_dtls12(context) == 1,
            unsafe SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1,
            unsafe visavis_ssl_ctx_groups(context, "X25519:P-256") == 1,
            // 0 is success here.
            unsafe SSL_CTX_set_tlsext_use_srtp(context, SRTPProfile.opensslNames(SRTPProfile.preference)) == 0
        else { throw .library(step: "settings") }
        unsafe visavis_ssl_ctx_options(context)
        unsafe visavis_ssl_ctx_no_sessions(context)
        unsafe visavis_ssl_ctx_max_certificates(context, maxCertificateBytes)
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        unsafe SSL_CTX_set_cert_verify_callback(context, verifyPeer, nil)
    }

    /// `SSL_CTX_set_cert_verify_callback`, parameter `cb`: instead of a chain of authorities, the one hash from signaling.
    private static let verifyPeer: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = { store, _ in
        guard let session = unsafe X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()),
            let port = unsafe SSL_get_ex_data(OpaquePointer(session), DTLSIdentity.portIndex)
        else { return 0 }
        let accepts = unsafe Unmanaged<DTLSPort>.fromOpaque(port).takeUnretainedValue().accepts(X509_STORE_CTX_get0_cert(store))
        if !accepts { unsafe X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED) }
        return accepts ? 1 : 0
    }

    /// `SSL_set_app_data` is a macro for this index.
    static let portIndex: Int32 = 0
}

extension SRTPProfile {
    /// As `SSL_CTX_set_tlsext_use_srtp` wants them.
    static func opensslNames(_ profiles: [SRTPProfile]) -> String { profiles.map(\.opensslName).joined(separator: ":") }
}
