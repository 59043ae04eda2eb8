import CCurl

/// One libcurl handle with its header list; both are freed with it.
@safe final class Transfer {
    /// libcurl's own initialisation, once a process; it stays.
    private static let isInitialised = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let handle: UnsafeMutableRawPointer
    /// `CURLOPT_HTTPHEADER` does not copy the list.
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let guardian: TransferGuard

    init(_ guardian: TransferGuard) throws(TransferError) {
        guard Self.isInitialised, let handle = unsafe curl_easy_init() else { throw .failed("libcurl could not be initialised") }
        unsafe self.handle = handle
        self.guardian = guardian
        unsafe headers = nil
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
        unsafe curl_slist_free_all(headers)
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try check(unsafe visavis_curl_set_number(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(TransferError) {
        try check(unsafe visavis_curl_set_text(handle, option, value))
    }

    func setHeaders(_ lines: [String]) throws(TransferError) {
        for line in lines {
            // `nil` means out of memory, and the list is as it was.
            guard let longer = unsafe curl_slist_append(headers, line) else { throw Self.error(CURLE_OUT_OF_MEMORY) }
            unsafe headers = longer
        }
        try check(unsafe visavis_curl_set_headers(handle, headers))
    }

    /// What every request of ours keeps to: no redirects, no proxy, TLS 1.2 or later with a certificate that is right.
    /// - Parameter allowsPlain: also `http`.
    func setRules(allowsPlain: Bool, connectTimeout: Int) throws(TransferError) {
        try set(CURLOPT_PROTOCOLS_STR, allowsPlain ? "https,http" : "https")
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

    /// Blocks until the other side has answered, or will not.
    func perform() throws(TransferError) -> TransferAnswer {
        let code = unsafe curl_easy_perform(handle)
        let status = unsafe visavis_curl_status(handle)
        // Who sends us more than we want to read has answered all the same.
        if code == CURLE_OK || code == CURLE_WRITE_ERROR && guardian.isFull {
            return TransferAnswer(status: status, headers: guardian.headers, body: guardian.body)
        }
        if guardian.wasCancelled { throw .cancelled }
        if let address = guardian.refused { throw .refusedAddress(address) }
        throw Self.error(code)
    }

    private func check(_ code: CURLcode) throws(TransferError) {
        guard code == CURLE_OK else { throw Self.error(code) }
    }

    private static func error(_ code: CURLcode) -> TransferError {
        .failed(unsafe String(cString: curl_easy_strerror(code)))
    }
}
