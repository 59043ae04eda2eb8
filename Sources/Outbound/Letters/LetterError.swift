/// Why a letter was not taken over.
public enum LetterError: Error, Hashable, Sendable {
    /// The name leads to an address inside our own network.
    case refusedAddress(InternetAddress)
    /// The other side said no.
    case answered(LetterRefusal)
    /// No answer: name, connection, TLS or time; the text is libcurl's.
    case transfer(String)
    /// Nothing is configured for letters of this kind any more.
    case notConfigured
    /// We are stopping.
    case cancelled

    /// The same letter will be refused again: it is given up.
    public var isFinal: Bool {
        if case .answered(let refusal) = self { refusal.isFinal } else { false }
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

/// A mail server's or gateway's no.
public struct LetterRefusal: Hashable, Sendable {
    /// SMTP's reply code, or HTTP's status.
    public let status: Int
    /// In its own words, which may repeat what we sent: for the person at the terminal, not for logs.
    public let words: String
    public let isFinal: Bool
}

/// For logs.
extension LetterError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refusedAddress(let address): "\(address) is not a public address; VISAVIS_SMS_ALLOW_PRIVATE=true allows it"
        case .answered(let refusal): "the answer was \(refusal.status)" + (refusal.enhancedStatus.map { " \($0)" } ?? "")
        case .transfer(let text): text
        case .notConfigured: "letters of this kind are not configured any more"
        case .cancelled: "the server is stopping"
        }
    }

    /// For the person at the terminal.
    public var explanation: String {
        guard case .answered(let refusal) = self, !refusal.words.isEmpty else { return description }
        return "the answer was \(refusal.words)"
    }
}

extension LetterRefusal {
    /// RFC 3463's code, such as `5.1.1`: it says more than the status, and nothing of the recipient.
    var enhancedStatus: String? {
        let word = words.split(separator: " ").dropFirst().first ?? ""
        let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
        let isCode =
            numbers.count == 3 && numbers.allSatisfy { (1...3).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && $0.isNumber } }
        return isCode ? String(word) : nil
    }
}

extension String {
    /// What a stranger said, as one line that is fit for a terminal.
    init(saidBy bytes: some Sequence<UInt8>) {
        let line = String(decoding: Array(bytes.prefix(1_024)), as: UTF8.self).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format ? " " : Character(scalar)
        }
        self = String(String(line).split(separator: " ").joined(separator: " ").prefix(200))
    }
}
