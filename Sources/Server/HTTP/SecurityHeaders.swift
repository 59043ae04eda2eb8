import HTTPTypes

/// What every answer tells the browser to refuse.
struct SecurityHeaders: Sendable {
    private let contentSecurityPolicy: String

    /// - Parameter origins: the server's own addresses; their WebSocket forms are named for browsers whose `'self'` leaves them out.
    ///   CSP has no form for IPv6 literals, so those are left to `'self'`.
    init(origins: some Sequence<String>) {
        let sockets = origins.filter { !$0.contains("[") }.sorted().map { "ws" + $0.dropFirst("http".count) }.joined(separator: " ")
        contentSecurityPolicy = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "media-src 'self' blob:",
            "connect-src 'self' \(sockets)", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
        ].joined(separator: "; ")
    }

    func apply(to head: inout HTTPResponse, path: String, isSecure: Bool) {
        let fields: [(HTTPField.Name?, String)] = [
            (.contentSecurityPolicy, contentSecurityPolicy),
            (.xContentTypeOptions, "nosniff"),
            (HTTPField.Name("X-Frame-Options"), "DENY"),
            (HTTPField.Name("Referrer-Policy"), "strict-origin-when-cross-origin"),
            (
                HTTPField.Name("Permissions-Policy"),
                "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), geolocation=(), payment=(), usb=()"
            ),
            // The customer's page is opened by the host's page and told by it who the customer is; all others stand alone.
            (HTTPField.Name("Cross-Origin-Opener-Policy"), path == "/visit" ? "unsafe-none" : "same-origin"),
            // The widget is made to be loaded by other sites; nothing else is.
            (HTTPField.Name("Cross-Origin-Resource-Policy"), path == "/widget.js" ? "cross-origin" : "same-origin"),
        ]
        for case (let name?, let value) in fields { head.headerFields[name] = value }
        if isSecure { head.headerFields[.strictTransportSecurity] = "max-age=31536000" }
    }
}
