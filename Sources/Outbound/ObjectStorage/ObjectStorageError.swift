/// Why the object storage did not do what was asked.
public enum ObjectStorageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name leads to an address inside our own network.
    case refusedAddress(InternetAddress)
    /// It answered, but not with 2xx; `code` is its own word for why.
    case status(Int, code: String?)
    /// No answer: name, connection, TLS or time; the text is libcurl's.
    case transfer(String)
    /// What lies there is not what was sent.
    case mismatch(String)
    /// The answer is not of the protocol's form.
    case malformed(String)
    /// The local file cannot be read.
    case unreadable(String)
    /// We are stopping.
    case cancelled

    public var description: String {
        switch self {
        case .refusedAddress(let address): "\(address) is not a public address; VISAVIS_RECORDING_S3_ALLOW_PRIVATE=true allows it"
        case .status(let status, let code): "the object storage answered \(status)\(code.map { " \($0)" } ?? "")"
        case .transfer(let text): text
        case .mismatch(let text): "the object storage holds something else: \(text)"
        case .malformed(let text): "the object storage's answer cannot be read: \(text)"
        case .unreadable(let text): text
        case .cancelled: "the server is stopping"
        }
    }

    init(_ error: TransferError) {
        self =
            switch error {
            case .refusedAddress(let address): .refusedAddress(address)
            case .failed(let text): .transfer(text)
            case .cancelled: .cancelled
            }
    }
}
