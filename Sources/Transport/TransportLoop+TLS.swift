import CWebSockets

/// Certificates. libwebsockets owns the vhost's `SSL_CTX`; what is set there counts for connections accepted from then on.
extension TransportLoop {
    /// `LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS`, whose `user` is the vhost's `SSL_CTX`.
    func prepareTLS(_ context: UnsafeMutableRawPointer?) {
        unsafe tlsContext = OpaquePointer(context)
        if let tlsContext = unsafe tlsContext { unsafe visavis_tls_release_buffers(tlsContext) }
    }

    /// Reads certificate and key again. New connections get the new ones, open ones live on.
    ///
    /// Both are tried on the side first: when they do not fit, the old ones stay in use and this throws.
    public func reloadCertificates() throws(TransportError) {
        guard let tls = configuration.tls, let tlsContext = unsafe tlsContext else { throw .notEncrypted }
        try Self.check(tls)
        unsafe try Self.load(tls, into: tlsContext)
    }

    /// Throws unless the files hold a certificate chain and the key that belongs to it.
    static func check(_ tls: TransportConfiguration.TLS) throws(TransportError) {
        guard let trial = unsafe SSL_CTX_new(TLS_server_method()) else { throw .setUpFailed(detail: openSSLError()) }
        defer { unsafe SSL_CTX_free(trial) }
        unsafe try load(tls, into: trial)
    }

    private static func load(_ tls: TransportConfiguration.TLS, into context: OpaquePointer) throws(TransportError) {
        ERR_clear_error()
        guard unsafe SSL_CTX_use_certificate_chain_file(context, tls.certificatePath) == 1,
            unsafe SSL_CTX_use_PrivateKey_file(context, tls.keyPath, SSL_FILETYPE_PEM) == 1,
            unsafe SSL_CTX_check_private_key(context) == 1
        else { throw .invalidCertificate(detail: openSSLError()) }
    }

    private static func openSSLError() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let base = buffer.baseAddress else { return "" }
            unsafe ERR_error_string_n(code, base, buffer.count)
            return unsafe String(cString: base)
        }
    }
}
