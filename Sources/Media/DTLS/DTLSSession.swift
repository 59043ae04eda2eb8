internal import COpenSSL

/// OpenSSL's side of one association: frees itself, and makes small Swift answers of OpenSSL's return codes.
@safe struct DTLSSession: ~Copyable {
    enum Step {
        case waiting
        case done
        case closeNotify
        case failed(reason: String)
    }

    /// Fits any path that carries video; OpenSSL's own guess is 228 bytes.
    private static let mtu = 1_200

    private let ssl: OpaquePointer
    let port: DTLSPort

    init(identity: DTLSIdentity, role: DTLSEndpoint.Role, port: DTLSPort, profiles: [SRTPProfile]) throws(DTLSError) {
        guard let ssl = unsafe SSL_new(identity.context) else { throw .library(step: "session") }
        guard unsafe Self.attach(port, to: ssl), unsafe Self.offer(profiles, in: ssl) else {
            unsafe SSL_free(ssl)
            throw .library(step: "settings of the session")
        }
        switch role {
        case .server: unsafe SSL_set_accept_state(ssl)
        case .client: unsafe SSL_set_connect_state(ssl)
        }
        unsafe self.ssl = ssl
        self.port = port
    }

    deinit { unsafe SSL_free(ssl) }

    /// Goes on with the handshake, as far as what has come allows it.
    func handshake() -> Step {
        ERR_clear_error()
        return unsafe step(SSL_do_handshake(ssl))
    }

    /// Takes what comes after the handshake: alerts.
    func read() -> Step {
        ERR_clear_error()
        return unsafe withUnsafeTemporaryAllocation(byteCount: 2_048, alignment: 1) { scratch in
            let result = unsafe SSL_read(ssl, scratch.baseAddress, Int32(scratch.count))
            return result > 0 ? .waiting : step(result)
        }
    }

    /// Says `close_notify`.
    func shutDown() {
        ERR_clear_error()
        _ = unsafe SSL_shutdown(ssl)
        ERR_clear_error()
    }

    /// The keys of RFC 5764 §4.2, once the handshake is done. Nil: no profile was agreed on.
    func keys(role: DTLSEndpoint.Role) -> DTLSKeys? {
        guard let chosen = unsafe SSL_get_selected_srtp_profile(ssl),
            let profile = unsafe SRTPProfile(rawValue: UInt16(truncatingIfNeeded: chosen.pointee.id))
        else { return nil }
        let (key, salt) = (profile.masterKeyBytes, profile.masterSaltBytes)
        let label = "EXTRACTOR-dtls_srtp"
        var isExported = false
        // Client key, server key, client salt, server salt.
        let material = unsafe SecretBytes(count: 2 * (key + salt)) { bytes in
            let output = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress
            unsafe isExported = SSL_export_keying_material(ssl, output, bytes.count, label, label.utf8.count, nil, 0, 0) == 1
        }
        guard isExported else { return nil }
        func part(_ index: Int) -> SecretBytes {
            unsafe SecretBytes(count: key + salt) { target in
                unsafe material.withUnsafeBytes { source in
                    unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[index * key..<(index + 1) * key]))
                    let from = 2 * key + index * salt
                    unsafe UnsafeMutableRawBufferPointer(rebasing: target[key...]).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: source[from..<from + salt]))
                }
            }
        }
        let (client, server) = (part(0), part(1))
        return switch role {
        case .server: DTLSKeys(profile: profile, sending: server, receiving: client)
        case .client: DTLSKeys(profile: profile, sending: client, receiving: server)
        }
    }

    private static func attach(_ port: DTLSPort, to ssl: OpaquePointer) -> Bool {
        guard let bio = unsafe port.makeBIO() else { return false }
        // One reference for both directions.
        unsafe SSL_set_bio(ssl, bio, bio)
        // OpenSSL retransmits by the wall clock whenever it reads; an hour keeps it quiet, `DTLSFlight` does the work.
        unsafe DTLS_set_timer_cb(ssl) { _, _ in 3_600_000_000 }
        return unsafe visavis_ssl_mtu(ssl, mtu) != 0
            && SSL_set_ex_data(ssl, DTLSIdentity.portIndex, Unmanaged.passUnretained(port).toOpaque()) == 1
    }

    private static func offer(_ profiles: [SRTPProfile], in ssl: OpaquePointer) -> Bool {
        // The context offers the usual ones already. 0 is success here.
        if profiles == SRTPProfile.preference { return true }
        return unsafe SSL_set_tlsext_use_srtp(ssl, SRTPProfile.opensslNames(profiles)) == 0
    }

    private func step(_ result: Int32) -> Step {
        guard result <= 0 else { return .done }
        switch unsafe SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .waiting
        case SSL_ERROR_ZERO_RETURN: return .closeNotify
        default:
            let reason = unsafe ERR_reason_error_string(ERR_peek_error()).map { unsafe String(cString: $0) }
            ERR_clear_error()
            return .failed(reason: reason ?? "unknown")
        }
    }
}
