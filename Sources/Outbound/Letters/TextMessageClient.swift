import CCurl
public import Domain
import Foundation

/// Hands letters to an SMS gateway: `POST {"id", "to", "text"}` as JSON, with a bearer token and the letter's id as `Idempotency-Key`.
public struct TextMessageClient: LetterSender {
    private static let connectTimeout = 5
    private static let timeout = 15

    private struct Message: Encodable {
        let id: String
        let to: String
        let text: String
    }

    private let url: String
    private let token: String
    private let allowsPrivate: Bool

    /// - Parameters:
    ///   - token: without control characters, as it stands in a header.
    ///   - allowsPrivate: also plain `http`, and addresses that are not public.
    public init(url: String, token: String, allowsPrivate: Bool) {
        self.url = url
        self.token = token
        self.allowsPrivate = allowsPrivate
    }

    public func send(_ letter: Letter, isCancelled: @escaping @Sendable () -> Bool) throws(LetterError) -> String {
        guard case .phone(let number) = letter.to else { throw .notConfigured }
        let answer: TransferAnswer
        do throws(TransferError) {
            answer = try post(Message(id: letter.id.description, to: number.description, text: letter.text.description), isCancelled)
        } catch {
            throw LetterError(error)
        }
        let words = String(saidBy: Array("\(answer.status) ".utf8) + answer.body)
        guard (200...299).contains(answer.status) else {
            throw .answered(LetterRefusal(status: answer.status, words: words, isFinal: Self.isFinal(answer.status)))
        }
        return words
    }

    /// Not those that speak of our token, of time and of haste: the letter itself is as good as before.
    private static func isFinal(_ status: Int) -> Bool { (400...499).contains(status) && ![401, 408, 429].contains(status) }

    private func post(
        _ message: Message, _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(TransferError) -> TransferAnswer {
        guard let body = try? JSONEncoder().encode(message) else { throw .failed("the message cannot be encoded") }
        let transfer = try Transfer(TransferGuard(allowsPrivate: allowsPrivate, keepsAnswer: true, isCancelled: isCancelled))
        try transfer.set(CURLOPT_URL, url)
        try transfer.setRules(allowsPlain: allowsPrivate, connectTimeout: Self.connectTimeout)
        try transfer.set(CURLOPT_TIMEOUT, Self.timeout)
        try transfer.setHeaders([
            "Content-Type: application/json", "Accept: */*", "Expect:", "Authorization: Bearer \(token)",
            "Idempotency-Key: \(message.id)",
        ])
        return try transfer.perform(sending: Array(body))
    }
}
