import Foundation

/// The mail server that takes our letters over: `smtp://host:587` (STARTTLS) or `smtps://host:465`.
public struct MailServer: Hashable, Sendable {
    let url: String
    /// The connection must be encrypted before anything is said on it. Only a server on this very machine is trusted without.
    let needsEncryption: Bool
    /// A PEM file with the authorities to believe instead of the system's.
    let authoritiesPath: String?

    /// - Parameter authoritiesPath: given, the connection is encrypted even to this machine.
    public init?(_ text: String, authoritiesPath: String? = nil) {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(), ["smtp", "smtps"].contains(scheme),
            let host = url.host, !host.isEmpty, url.user == nil, url.password == nil, url.query == nil, url.fragment == nil,
            ["", "/"].contains(url.path), url.port.map({ (1...65_535).contains($0) }) ?? true
        else { return nil }
        self.url = "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
        needsEncryption = scheme == "smtps" || authoritiesPath != nil || !host.isLoopbackHost
        self.authoritiesPath = authoritiesPath
    }
}

extension String {
    /// A host of a URL that can only be this machine.
    public var isLoopbackHost: Bool {
        let name = hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : lowercased()
        if name == "localhost" || name == "::1" { return true }
        return InternetAddress(name).map { $0.description.hasPrefix("127.") } ?? false
    }
}

/// How we sign in to the mail server.
public struct MailCredentials: Hashable, Sendable {
    let user: String
    let password: String

    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }
}
