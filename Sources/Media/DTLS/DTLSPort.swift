internal import COpenSSL

/// The network as OpenSSL sees it: one datagram to read at a time, and a datagram for each write.
///
/// OpenSSL's memory BIO glues a flight together and forgets where datagrams end; this one is the BIO's `data` and the session's first
/// extra datum, and lives as long as the session that points to it.
@safe final class DTLSPort {
    /// No flight of ours is longer.
    private static let maxWritten = 16

    let expected: CertificateFingerprint
    private(set) var hasMismatch = false
    private var written: [[UInt8]] = []
    private var incoming: UnsafeRawBufferPointer?

    init(expected: CertificateFingerprint) { self.expected = expected }

    /// Lets OpenSSL read the datagram within `body`, at most once.
    func withIncoming<Result>(_ datagram: UnsafeRawBufferPointer, _ body: () -> Result) -> Result {
        unsafe incoming = datagram
        defer { unsafe incoming = nil }
        return body()
    }

    func takeWritten() -> [[UInt8]] {
        defer { written = [] }
        return written
    }

    /// A new BIO that reads and writes here; it belongs to the session that it is given to.
    func makeBIO() -> OpaquePointer? {
        guard let method = unsafe Self.method, let bio = unsafe BIO_new(method) else { return nil }
        unsafe BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        unsafe BIO_set_init(bio, 1)
        return unsafe bio
    }

    /// `SSL_CTX_set_cert_verify_callback`: the peer's certificate is self-signed, signaling vouches for its hash.
    func accepts(_ certificate: OpaquePointer?) -> Bool {
        var digest = [UInt8](repeating: 0, count: CertificateFingerprint.byteCount)
        var length: UInt32 = 0
        let isHashed = unsafe X509_digest(certificate, EVP_sha256(), &digest, &length) == 1 && Int(length) == digest.count
        hasMismatch = !isHashed || digest != expected.bytes
        return !hasMismatch
    }

    // Unchecked, because a C pointer says nothing of threads: made once, under the lock of a static, never changed after that and never freed.
    nonisolated(unsafe) private static let method: OpaquePointer? = {
        guard let method = unsafe BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams") else { return nil }
        unsafe BIO_meth_set_write(method) { unsafe DTLSPort.of($0)?.write($1, Int($2)) ?? -1 }
        unsafe BIO_meth_set_read(method) { unsafe DTLSPort.of($0)?.read(into: $1, Int($2), bio: $0) ?? -1 }
        // Everything is flushed at once; no other request means anything here.
        unsafe BIO_meth_set_ctrl(method) { _, request, _, _ in request == BIO_CTRL_FLUSH ? 1 : 0 }
        return unsafe method
    }()

    private static func of(_ bio: OpaquePointer?) -> DTLSPort? {
        guard let data = unsafe BIO_get_data(bio) else { return nil }
        return unsafe Unmanaged<DTLSPort>.fromOpaque(data).takeUnretainedValue()
    }

    private func write(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> Int32 {
        guard let bytes = unsafe bytes, count > 0 else { return 0 }
        // Beyond the bound it is a datagram that the network lost.
        if written.count < Self.maxWritten {
            unsafe written.append([UInt8](UnsafeRawBufferPointer(start: bytes, count: count)))
        }
        return Int32(truncatingIfNeeded: count)
    }

    private func read(into bytes: UnsafeMutablePointer<CChar>?, _ count: Int, bio: OpaquePointer?) -> Int32 {
        unsafe visavis_bio_clear_retry(bio)
        guard let datagram = unsafe incoming, let bytes = unsafe bytes, datagram.count <= count else {
            unsafe visavis_bio_try_later(bio)
            return -1
        }
        unsafe incoming = nil
        unsafe UnsafeMutableRawBufferPointer(start: bytes, count: count).copyMemory(from: datagram)
        return Int32(truncatingIfNeeded: datagram.count)
    }
}
