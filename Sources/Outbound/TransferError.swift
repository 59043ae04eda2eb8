/// Why a transfer brought no answer.
enum TransferError: Error {
    /// The name leads to an address inside our own network.
    case refusedAddress(InternetAddress)
    /// Name, connection, TLS or time; the text is libcurl's.
    case failed(String)
    /// We are stopping.
    case cancelled
}

/// What the other side answered.
struct TransferAnswer {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    /// A mail server's last word.
    let lastLine: String
    /// No more than the guard keeps.
    let body: [UInt8]
}
