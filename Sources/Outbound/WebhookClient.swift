import CCurl
public import Domain

/// Posts messages to the one receiver, signed by the Standard Webhooks convention (`webhook-id`, `webhook-timestamp`,
/// `webhook-signature`). Redirects are not followed; what the receiver answers beyond its status is not kept.
public struct WebhookClient: Sendable {
    private static let connectTimeout = 5
    private static let timeout = 15

    private let url: String
    private let secret: WebhookSecret
    private let allowsPrivate: Bool

    /// - Parameter allowsPrivate: also plain `http`, and addresses that are not public.
    public init(url: String, secret: WebhookSecret, allowsPrivate: Bool) {
        self.url = url
        self.secret = secret
        self.allowsPrivate = allowsPrivate
    }

    /// Blocks until the receiver has answered with 2xx.
    /// - Parameters:
    ///   - body: JSON.
    ///   - now: the wall clock's time, which the receiver compares with its own.
    ///   - isCancelled: asked from time to time; `true` ends the attempt.
    public func post(id: String, body: String, at now: Instant, isCancelled: @escaping @Sendable () -> Bool) throws(WebhookError) {
        let status: Int
        do throws(TransferError) {
            status = try send(id: id, body: body, timestamp: now.milliseconds / 1_000, isCancelled).status
        } catch {
            throw WebhookError(error)
        }
        guard (200...299).contains(status) else { throw .status(status) }
    }

    private func send(
        id: String, body: String, timestamp: Int64, _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(TransferError) -> TransferAnswer {
        let transfer = try Transfer(TransferGuard(allowsPrivate: allowsPrivate, isCancelled: isCancelled))
        try transfer.set(CURLOPT_URL, url)
        try transfer.setRules(allowsPlain: allowsPrivate, connectTimeout: Self.connectTimeout)
        try transfer.set(CURLOPT_TIMEOUT, Self.timeout)
        try transfer.setHeaders([
            "Content-Type: application/json", "Accept: */*", "Expect:", "webhook-id: \(id)", "webhook-timestamp: \(timestamp)",
            "webhook-signature: \(secret.signature(id: id, timestamp: timestamp, body: body))",
        ])
        return try transfer.perform(sending: Array(body.utf8))
    }
}
