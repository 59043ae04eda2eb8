import CCurl

/// Lines lent to libcurl, whose options do not copy them.
@safe final class TransferList {
    let start: UnsafeMutablePointer<curl_slist>?

    /// `nil`: out of memory.
    init?(_ lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = unsafe curl_slist_append(list, line) else {
                // The list is as it was.
                unsafe curl_slist_free_all(list)
                return nil
            }
            unsafe list = longer
        }
        unsafe start = list
    }

    deinit { unsafe curl_slist_free_all(start) }
}
