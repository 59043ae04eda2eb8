import Domain
import Foundation
import Outbound

extension LetterSettings {
    /// - Parameter origins: those whose pages may talk to this server.
    mutating func apply(_ settings: SettingsReader, origins: [String]) throws {
        publicURL = try Self.publicURL(settings)
        mail = try Self.mail(settings)
        text = try Self.text(settings)
        guard mail != nil || text != nil else { return }
        guard let publicURL else {
            throw ConfigurationError(
                "\(mail == nil ? "VISAVIS_SMS_URL" : "VISAVIS_MAIL_URL") needs VISAVIS_PUBLIC_URL, the address of this server for the links in letters, such as https://visavis.example"
            )
        }
        if !origins.contains(publicURL) {
            throw ConfigurationError(
                "VISAVIS_PUBLIC_URL: '\(publicURL)' is not one of VISAVIS_ORIGINS (\(origins.joined(separator: ", "))): pages opened by a link in a letter could not talk to this server"
            )
        }
    }

    private static func publicURL(_ settings: SettingsReader) throws -> String? {
        guard let text = settings.text("public.url") else { return nil }
        guard ServerConfiguration.isOrigin(text), let url = URLComponents(string: text), let host = url.host else {
            throw ConfigurationError("VISAVIS_PUBLIC_URL: '\(text)' is not an origin; write https://host or https://host:port, no path")
        }
        if url.scheme == "http", !host.isLoopbackHost {
            throw ConfigurationError("VISAVIS_PUBLIC_URL: '\(text)' must be https; http is for this machine alone")
        }
        return text
    }

    private static func mail(_ settings: SettingsReader) throws -> MailSettings? {
        let user = settings.text("mail.user")
        let passwordPath = settings.text("mail.password.file")
        let authoritiesPath = settings.text("mail.ca.file")
        guard let address = settings.text("mail.url"), let sender = settings.text("mail.from") else {
            let given = [
                ("VISAVIS_MAIL_URL", settings.text("mail.url")), ("VISAVIS_MAIL_FROM", settings.text("mail.from")),
                ("VISAVIS_MAIL_USER", user), ("VISAVIS_MAIL_PASSWORD_FILE", passwordPath), ("VISAVIS_MAIL_CA_FILE", authoritiesPath),
            ].first { $0.1 != nil }
            guard let given else { return nil }
            throw ConfigurationError("\(given.0): mail needs both VISAVIS_MAIL_URL and VISAVIS_MAIL_FROM")
        }
        guard let server = MailServer(address, authoritiesPath: authoritiesPath) else {
            throw ConfigurationError(
                "VISAVIS_MAIL_URL: it must be an address such as smtp://mail.example:587 or smtps://mail.example:465, without user and path"
            )
        }
        guard let from = Mailbox(sender) else {
            throw ConfigurationError("VISAVIS_MAIL_FROM: '\(sender)' is not a sender such as Visavis <no-reply@visavis.example>")
        }
        if (user == nil) != (passwordPath == nil) {
            throw ConfigurationError("VISAVIS_MAIL_USER and VISAVIS_MAIL_PASSWORD_FILE are given together or not at all")
        }
        if let authoritiesPath, !FileManager.default.isReadableFile(atPath: authoritiesPath) {
            throw ConfigurationError("VISAVIS_MAIL_CA_FILE: \(authoritiesPath) cannot be read")
        }
        return MailSettings(server: server, from: from, user: user, passwordPath: passwordPath)
    }

    private static func text(_ settings: SettingsReader) throws -> TextMessageSettings? {
        let allowsPrivate = try settings.flag("sms.allow.private") ?? false
        let address = settings.text("sms.url")
        let tokenPath = settings.text("sms.token.file")
        if (address == nil) != (tokenPath == nil) {
            throw ConfigurationError("VISAVIS_SMS_URL and VISAVIS_SMS_TOKEN_FILE are given together or not at all")
        }
        guard let address, let tokenPath else { return nil }
        guard let url = URLComponents(string: address), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host?.isEmpty == false, url.user == nil, url.password == nil, url.fragment == nil
        else { throw ConfigurationError("VISAVIS_SMS_URL: it must be an address such as https://sms.example/messages, without user") }
        if scheme == "http", !allowsPrivate {
            throw ConfigurationError("VISAVIS_SMS_URL: it must be https; VISAVIS_SMS_ALLOW_PRIVATE=true allows http too")
        }
        return TextMessageSettings(url: address, tokenPath: tokenPath, allowsPrivate: allowsPrivate)
    }
}
