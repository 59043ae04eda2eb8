import CCurl

/// One libcurl handle with the lists and the buffer lent to it; all are freed with it.
@safe final class Transfer {
    /// libcurl's own initialisation, once a process; it stays.
    private static let isInitialised = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let handle: UnsafeMutableRawPointer
    private var lists: [TransferList] = []
    /// `CURLOPT_ERRORBUFFER`: what went wrong, in more words than the code has.
    private let words: UnsafeMutablePointer<CChar>
    private let guardian: TransferGuard
    /// Of the last `perform`.
    private(set) var outcome = CURLE_OK

    init(_ guardian: TransferGuard) throws(TransferError) {
        guard Self.isInitialised, let handle = unsafe curl_easy_init() else { throw .failed("libcurl could not be initialised") }
        unsafe self.handle = handle
        self.guardian = guardian
        unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try check(unsafe visavis_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, words))
        // Signals belong to the whole process.
        try set(CURLOPT_NOSIGNAL, 1)
        // A resolver that hangs must not keep us beyond our time-outs: its thread ends on its own.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_NOPROGRESS, 0)
        try check(unsafe visavis_curl_set_open_socket(handle, TransferGuard.openSocket))
        try check(unsafe visavis_curl_set_write(handle, TransferGuard.write))
        try check(unsafe visavis_curl_set_progress(handle, TransferGuard.progress))
        try check(unsafe visavis_curl_set_header_callback(handle, TransferGuard.header))
        for option in [CURLOPT_OPENSOCKETDATA, CURLOPT_WRITEDATA, CURLOPT_XFERINFODATA, CURLOPT_HEADERDATA] {
            try check(unsafe visavis_curl_set_pointer(handle, option, guardian.reference))
        }
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe words.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try check(unsafe visavis_curl_set_number(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(TransferError) {
        try check(unsafe visavis_curl_set_text(handle, option, value))
    }

    func setHeaders(_ lines: [String]) throws(TransferError) { try set(CURLOPT_HTTPHEADER, lines) }

    func set(_ option: CURLoption, _ lines: [String]) throws(TransferError) {
        guard let list = TransferList(lines) else { throw error(CURLE_OUT_OF_MEMORY) }
        lists.append(list)
        try check(unsafe visavis_curl_set_list(handle, option, list.start))
    }

    /// What every request of ours keeps to.
    /// - Parameter allowsPlain: also `http`.
    func setRules(allowsPlain: Bool, connectTimeout: Int) throws(TransferError) {
        try setRules(protocols: allowsPlain ? "https,http" : "https", connectTimeout: connectTimeout)
    }

    /// No redirects, no proxy, TLS 1.2 or later with a certificate that is right.
    func setRules(protocols: String, connectTimeout: Int) throws(TransferError) {
        try set(CURLOPT_PROTOCOLS_STR, protocols)
        // A proxy from the environment would be the one whose address is checked, instead of the receiver.
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_CONNECTTIMEOUT, connectTimeout)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_USERAGENT, "Visavis")
    }

    /// Sends `body` and reads the answer; blocks.
    func perform(sending body: [UInt8]) throws(TransferError) -> TransferAnswer {
        try set(CURLOPT_POSTFIELDSIZE, body.count)
        let result: Result<TransferAnswer, TransferError> = unsafe body.withUnsafeBytes { bytes in
            do throws(TransferError) {
                // `CURLOPT_POSTFIELDS` does not copy; a null pointer would make libcurl ask for the body.
                let empty: StaticString = ""
                let start = unsafe bytes.baseAddress ?? UnsafeRawPointer(empty.utf8Start)
                try check(unsafe visavis_curl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: start)))
                return .success(try perform())
            } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Hands `bytes` to a mail server and reads its answer; blocks. The connection is of no use afterwards.
    func perform(uploading bytes: [UInt8]) throws(TransferError) -> TransferAnswer {
        guardian.upload = bytes[...]
        try set(CURLOPT_UPLOAD, 1)
        try set(CURLOPT_INFILESIZE, bytes.count)
        try check(unsafe visavis_curl_set_read(handle, TransferGuard.read))
        try check(unsafe visavis_curl_set_pointer(handle, CURLOPT_READDATA, guardian.reference))
        defer { unsafe visavis_curl_stop_reading(handle) }
        return try perform()
    }

    /// The last answer's; 0: there was none.
    var status: Int { unsafe visavis_curl_status(handle) }

    /// Blocks until the other side has answered, or will not.
    func perform() throws(TransferError) -> TransferAnswer {
        let code = unsafe curl_easy_perform(handle)
        outcome = code
        // Who sends us more than we want to read has answered all the same.
        if code == CURLE_OK || code == CURLE_WRITE_ERROR && guardian.isFull {
            return TransferAnswer(status: status, headers: guardian.headers, lastLine: guardian.lastLine, body: guardian.body)
        }
        if guardian.wasCancelled { throw .cancelled }
        if let address = guardian.refused { throw .refusedAddress(address) }
        throw error(code)
    }

    private func check(_ code: CURLcode) throws(TransferError) {
        guard code == CURLE_OK else { throw error(code) }
    }

    private func error(_ code: CURLcode) -> TransferError {
        let detail = unsafe String(cString: words)
        return .failed(detail.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : detail)
    }
}
