import CCurl

/// What is decided while a transfer runs; its callbacks run on the thread of `Transfer.perform`.
final class TransferGuard {
    /// More of an answer is not read.
    static let maximumResponseBytes = 64 * 1_024

    private let allowsPrivate: Bool
    private let isCancelled: @Sendable () -> Bool
    private(set) var refused: InternetAddress?
    private(set) var wasCancelled = false
    private(set) var isFull = false
    private var received = 0
    /// Of an answer that is kept.
    private(set) var body: [UInt8] = []
    private(set) var headers: [String: String] = [:]
    private let keepsAnswer: Bool
    private var headBytes = 0
    /// The last line of the head, or of what a mail server said.
    private(set) var lastLine = ""
    /// A mail server's last no: after it libcurl takes its leave, which is answered, too.
    private(set) var lastRefusal = ""
    /// A mail server has answered our greeting.
    private(set) var wasWelcomed = false
    /// What is still to be uploaded.
    var upload: ArraySlice<UInt8> = []

    /// - Parameter keepsAnswer: otherwise only the status is of interest.
    init(allowsPrivate: Bool, keepsAnswer: Bool = false, isCancelled: @escaping @Sendable () -> Bool) {
        self.allowsPrivate = allowsPrivate
        self.keepsAnswer = keepsAnswer
        self.isCancelled = isCancelled
    }

    /// Asked with the very address that is about to be connected to, so a name that changes its mind does not help.
    func allows(_ address: InternetAddress?) -> Bool {
        if allowsPrivate { return true }
        guard let address, address.isPublic else {
            refused = address ?? refused
            return false
        }
        return true
    }

    func takes(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += bytes.count
        isFull = received > Self.maximumResponseBytes
        if keepsAnswer, !isFull { unsafe body.append(contentsOf: bytes) }
        return !isFull
    }

    /// One line of the head, or of what a mail server says.
    func takesHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headBytes += bytes.count
        guard headBytes <= Self.maximumResponseBytes else { return false }
        if keepsAnswer { keep(line: unsafe String(decoding: bytes, as: UTF8.self)) }
        return true
    }

    private func keep(line: String) {
        lastLine = line
        if line.hasPrefix("4") || line.hasPrefix("5") { lastRefusal = line }
        wasWelcomed = wasWelcomed || line.hasPrefix("250")
        // An interim answer has a head of its own.
        if line.hasPrefix("HTTP/") { return headers = [:] }
        guard let colon = line.firstIndex(of: ":") else { return }
        headers[line[..<colon].lowercased()] = String(
            line[line.index(after: colon)...].drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    func goesOn() -> Bool {
        wasCancelled = wasCancelled || isCancelled()
        return !wasCancelled
    }

    func gives(_ space: UnsafeMutableRawBufferPointer) -> Int {
        let part = upload.prefix(space.count)
        unsafe space.copyBytes(from: part)
        upload = upload.dropFirst(part.count)
        return part.count
    }

    /// Lent to libcurl; valid as long as the guard is kept.
    var reference: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    private static func of(_ reference: UnsafeMutableRawPointer) -> TransferGuard {
        unsafe Unmanaged<TransferGuard>.fromOpaque(reference).takeUnretainedValue()
    }

    /// `CURLOPT_OPENSOCKETFUNCTION`
    static let openSocket: curl_opensocket_callback = { reference, _, address in
        guard let reference = unsafe reference, let address = unsafe address else { return CURL_SOCKET_BAD }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe visavis_curl_address(address, &bytes)
        guard unsafe of(reference).allows(InternetAddress(Array(bytes.prefix(count)))) else { return CURL_SOCKET_BAD }
        return unsafe visavis_curl_socket(address)
    }

    /// `CURLOPT_WRITEFUNCTION`; another count than was offered ends the transfer.
    static let write: curl_write_callback = { start, size, count, reference in
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: size * count)
        guard let reference = unsafe reference, unsafe of(reference).takes(bytes) else { return 0 }
        return size * count
    }

    /// `CURLOPT_HEADERFUNCTION`
    static let header: curl_write_callback = { start, size, count, reference in
        guard let reference = unsafe reference else { return 0 }
        return unsafe of(reference).takesHeader(UnsafeRawBufferPointer(start: start, count: size * count)) ? size * count : 0
    }

    /// `CURLOPT_READFUNCTION`; 0 is the end.
    static let read: curl_read_callback = { start, size, count, reference in
        guard let reference = unsafe reference else { return 0 }
        return unsafe of(reference).gives(UnsafeMutableRawBufferPointer(start: start, count: size * count))
    }

    /// `CURLOPT_XFERINFOFUNCTION`, at least about once a second; not zero ends the transfer.
    static let progress: curl_xferinfo_callback = { reference, _, _, _, _ in
        guard let reference = unsafe reference else { return 1 }
        return unsafe of(reference).goesOn() ? 0 : 1
    }
}
