/// Why a message was not delivered; all of it may pass.
public enum WebhookError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name leads to an address inside our own network.
    case refusedAddress(InternetAddress)
    /// The receiver answered, but not with 2xx.
    case status(Int)
    /// No answer: name, connection, TLS or time; the text is libcurl's.
    case transfer(String)
    /// We are stopping.
    case cancelled

    public var description: String {
        switch self {
        case .refusedAddress(let address): "\(address) is not a public address; VISAVIS_WEBHOOK_ALLOW_PRIVATE=true allows it"
        case .status(let status): "the receiver answered \(status)"
        case .transfer(let text): text
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
