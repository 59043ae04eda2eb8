import CCurl

/// One libcurl handle with its header list; both are freed with it.
@safe final class Transfer {
    /// libcurl's own initialisation, once a process; it stays.
    private static let isInitialised = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let handle: UnsafeMutableRawPointer
    /// `CURLOPT_HTTPHEADER` does not copy the list.
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let guardian: TransferGuard

    init(_ guardian: TransferGuard) throws(WebhookError) {
        guard Self.isInitialised, let handle = unsafe curl_easy_init() else { throw .transfer("libcurl could not be initialised") }
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
        for option in [CURLOPT_OPENSOCKETDATA, CURLOPT_WRITEDATA, CURLOPT_XFERINFODATA] {
            try check(unsafe visavis_curl_set_pointer(handle, option, guardian.reference))
        }
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headers)
    }

    func set(_ option: CURLoption, _ value: Int) throws(WebhookError) {
        try check(unsafe visavis_curl_set_number(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String) throws(WebhookError) {
        try check(unsafe visavis_curl_set_text(handle, option, value))
    }

    func setHeaders(_ lines: [String]) throws(WebhookError) {
        for line in lines {
            // `nil` means out of memory, and the list is as it was.
            guard let longer = unsafe curl_slist_append(headers, line) else { throw Self.error(CURLE_OUT_OF_MEMORY) }
            unsafe headers = longer
        }
        try check(unsafe visavis_curl_set_headers(handle, headers))
    }

    /// - Returns: the status the receiver answered with.
    func perform() throws(WebhookError) -> Int {
        let code = unsafe curl_easy_perform(handle)
        let status = unsafe visavis_curl_status(handle)
        // Who sends us more than we want to read has answered all the same.
        if code == CURLE_OK || code == CURLE_WRITE_ERROR && guardian.isFull { return status }
        if guardian.wasCancelled { throw .cancelled }
        if let address = guardian.refused { throw .refusedAddress(address) }
        throw Self.error(code)
    }

    private func check(_ code: CURLcode) throws(WebhookError) {
        guard code == CURLE_OK else { throw Self.error(code) }
    }

    private static func error(_ code: CURLcode) -> WebhookError {
        .transfer(unsafe String(cString: curl_easy_strerror(code)))
    }
}
