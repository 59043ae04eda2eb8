import Domain
import Outbound

/// How letters go to customers, and where the links in them lead.
public struct LetterSettings: Sendable {
    /// The origin of our pages as customers reach it; never with a slash at its end.
    var publicURL: String?
    var mail: MailSettings?
    var text: TextMessageSettings?

    /// The kinds of addresses that can be written to.
    var kinds: Set<ContactAddress.Kind> {
        guard publicURL != nil else { return [] }
        var kinds: Set<ContactAddress.Kind> = []
        if mail != nil { kinds.insert(.email) }
        if text != nil { kinds.insert(.phone) }
        return kinds
    }

    /// The address of one of our pages.
    /// - Parameter path: begins with a slash.
    func link(to path: String) -> String? { publicURL.map { $0 + path } }

    /// `nil`: letters of that kind are not configured.
    /// - Throws: `ConfigurationError` when a secret cannot be used.
    func sender(of kind: ContactAddress.Kind) throws -> (any LetterSender)? {
        switch kind {
        case .email: try mail?.client()
        case .phone: try text?.client()
        }
    }
}

struct MailSettings: Sendable {
    let server: MailServer
    let from: Mailbox
    let user: String?
    /// The file that holds the user's password.
    let passwordPath: String?

    func client() throws -> MailClient {
        var credentials: MailCredentials?
        if let user, let passwordPath {
            credentials = MailCredentials(user: user, password: try SecretFile.read(passwordPath, for: "VISAVIS_MAIL_PASSWORD_FILE"))
        }
        return MailClient(server: server, from: from, credentials: credentials)
    }
}

struct TextMessageSettings: Sendable {
    let url: String
    /// The file that holds the gateway's token.
    let tokenPath: String
    /// Also plain http, and gateways inside our own network.
    let allowsPrivate: Bool

    func client() throws -> TextMessageClient {
        TextMessageClient(url: url, token: try SecretFile.read(tokenPath, for: "VISAVIS_SMS_TOKEN_FILE"), allowsPrivate: allowsPrivate)
    }
}
