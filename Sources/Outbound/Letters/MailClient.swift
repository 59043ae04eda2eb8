import CCurl
public import Domain

/// Hands letters to a mail server (SMTP submission, RFC 6409).
public struct MailClient: LetterSender {
    private static let connectTimeout = 10
    private static let timeout = 60
    /// Replies that are about us and not about the letter: it can go once the operator has put that right (RFC 4954 §6).
    private static let signInReplies: Set<Int> = [530, 534, 535, 538]
    /// Where libcurl had come when the server said no: the greeting, encryption and sign-in say nothing about the letter either.
    private static let preludes: Set<CURLcode> = [CURLE_LOGIN_DENIED, CURLE_REMOTE_ACCESS_DENIED, CURLE_USE_SSL_FAILED]

    private let server: MailServer
    private let from: Mailbox
    private let credentials: MailCredentials?

    public init(server: MailServer, from: Mailbox, credentials: MailCredentials?) {
        self.server = server
        self.from = from
        self.credentials = credentials
    }

    public func send(_ letter: Letter, isCancelled: @escaping @Sendable () -> Bool) throws(LetterError) -> String {
        guard case .email(let address) = letter.to else { throw .notConfigured }
        let guardian = TransferGuard(allowsPrivate: true, keepsAnswer: true, isCancelled: isCancelled)
        let transfer: Transfer
        do throws(TransferError) {
            transfer = try Transfer(guardian)
            try prepare(transfer, to: address)
        } catch {
            throw LetterError(error)
        }
        let message = MailMessage(letter, to: address, from: from)
        do throws(TransferError) {
            return String(saidBy: try transfer.perform(uploading: Array(message.text.utf8)).lastLine.utf8)
        } catch {
            guard case .failed = error, transfer.status >= 400 else { throw LetterError(error) }
            throw .answered(refusal(transfer, guardian))
        }
    }

    private func prepare(_ transfer: Transfer, to address: EmailAddress) throws(TransferError) {
        try transfer.set(CURLOPT_URL, server.url)
        try transfer.setRules(protocols: "smtp,smtps", connectTimeout: Self.connectTimeout)
        try transfer.set(CURLOPT_TIMEOUT, Self.timeout)
        // Also to our leave-taking after a refusal, which the time-out above does not cover.
        try transfer.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, Self.timeout / 2)
        try transfer.set(CURLOPT_USE_SSL, Int((server.needsEncryption ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
        if let path = server.authoritiesPath { try transfer.set(CURLOPT_CAINFO, path) }
        if let credentials {
            try transfer.set(CURLOPT_USERNAME, credentials.user)
            try transfer.set(CURLOPT_PASSWORD, credentials.password)
            // Left to itself libcurl prefers Kerberos and NTLM where they are offered, for which a user and a password are not enough.
            try transfer.set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        }
        try transfer.set(CURLOPT_MAIL_FROM, "<\(from.address)>")
        try transfer.set(CURLOPT_MAIL_RCPT, ["<\(address)>"])
    }

    private func refusal(_ transfer: Transfer, _ guardian: TransferGuard) -> LetterRefusal {
        let status = transfer.status
        let isAboutUs = !guardian.wasWelcomed || Self.signInReplies.contains(status) || Self.preludes.contains(transfer.outcome)
        return LetterRefusal(status: status, words: String(saidBy: guardian.lastRefusal.utf8), isFinal: status >= 500 && !isAboutUs)
    }
}
