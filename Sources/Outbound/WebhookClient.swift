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
        let timestamp = now.milliseconds / 1_000
        let guardian = TransferGuard(allowsPrivate: allowsPrivate, isCancelled: isCancelled)
        let transfer = try Transfer(guardian)
        try transfer.set(CURLOPT_URL, url)
        try transfer.set(CURLOPT_PROTOCOLS_STR, allowsPrivate ? "https,http" : "https")
        // A proxy from the environment would be the one whose address is checked, instead of the receiver.
        try transfer.set(CURLOPT_PROXY, "")
        try transfer.set(CURLOPT_FOLLOWLOCATION, 0)
        try transfer.set(CURLOPT_CONNECTTIMEOUT, Self.connectTimeout)
        try transfer.set(CURLOPT_TIMEOUT, Self.timeout)
        try transfer.set(CURLOPT_SSL_VERIFYPEER, 1)
        try transfer.set(CURLOPT_SSL_VERIFYHOST, 2)
        try transfer.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try transfer.set(CURLOPT_USERAGENT, "Visavis")
        try transfer.set(CURLOPT_POSTFIELDSIZE, body.utf8.count)
        try transfer.set(CURLOPT_COPYPOSTFIELDS, body)
        try transfer.setHeaders([
            "Content-Type: application/json", "Accept: */*", "Expect:", "webhook-id: \(id)", "webhook-timestamp: \(timestamp)",
            "webhook-signature: \(secret.signature(id: id, timestamp: timestamp, body: body))",
        ])
        let status = try transfer.perform()
        guard (200...299).contains(status) else { throw .status(status) }
    }
}
