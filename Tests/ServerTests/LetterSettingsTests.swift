import Domain
import Outbound
import Testing

@testable import Server

@Suite struct LetterSettingsTests {
    private static let page = ["VISAVIS_PUBLIC_URL": "https://visavis.example", "VISAVIS_ORIGINS": "https://visavis.example"]
    private static let mail = ["VISAVIS_MAIL_URL": "smtp://mail.example:587", "VISAVIS_MAIL_FROM": "Visavis <no-reply@visavis.example>"]
    private static let text = ["VISAVIS_SMS_URL": "https://sms.example/messages", "VISAVIS_SMS_TOKEN_FILE": "token"]

    private func read(_ parts: [String: String]...) async throws -> LetterSettings {
        try await ServerConfiguration.read(environment: parts.reduce(into: [:]) { $0.merge($1) { $1 } }).letters
    }

    @Test func whatIsConfiguredCanBeWrittenTo() async throws {
        #expect(try await read().kinds.isEmpty)
        #expect(try await read(Self.page).kinds.isEmpty)
        #expect(try await read(Self.page, Self.mail).kinds == [.email])
        #expect(try await read(Self.page, Self.text).kinds == [.phone])
        let both = try await read(Self.page, Self.mail, Self.text)
        #expect(both.kinds == [.email, .phone])
        #expect(both.link(to: "/callback/5f0c") == "https://visavis.example/callback/5f0c")
        #expect(try await read(["VISAVIS_PUBLIC_URL": "http://localhost:8080"], Self.mail).kinds == [.email])
    }

    @Test(arguments: [
        ["VISAVIS_PUBLIC_URL": ""], ["VISAVIS_PUBLIC_URL": "visavis.example"], ["VISAVIS_PUBLIC_URL": "https://visavis.example/"],
        ["VISAVIS_PUBLIC_URL": "http://visavis.example"], ["VISAVIS_PUBLIC_URL": "https://me@visavis.example"],
        ["VISAVIS_PUBLIC_URL": "https://other.example"], ["VISAVIS_PUBLIC_URL": "javascript:alert(1)"],
        ["VISAVIS_MAIL_URL": ""], ["VISAVIS_MAIL_URL": "https://mail.example"], ["VISAVIS_MAIL_URL": "smtp://me:word@mail.example"],
        ["VISAVIS_MAIL_URL": "smtp://mail.example/path"], ["VISAVIS_MAIL_URL": "mail.example:587"], ["VISAVIS_MAIL_FROM": ""],
        ["VISAVIS_MAIL_FROM": "Visavis"], ["VISAVIS_MAIL_FROM": "V <a@b.example>\r\nBcc: c@d.example"], ["VISAVIS_MAIL_USER": "visavis"],
        ["VISAVIS_MAIL_PASSWORD_FILE": "password"], ["VISAVIS_MAIL_CA_FILE": "absent.pem"], ["VISAVIS_SMS_URL": ""],
        ["VISAVIS_SMS_TOKEN_FILE": ""], ["VISAVIS_SMS_URL": "http://sms.example/"], ["VISAVIS_SMS_URL": "https://me:word@sms.example/"],
        ["VISAVIS_SMS_URL": "ftp://sms.example/"], ["VISAVIS_SMS_ALLOW_PRIVATE": "perhaps"],
    ])
    func halfAConfigurationIsRefusedByName(_ change: [String: String]) async throws {
        do {
            _ = try await read(Self.page, Self.mail, Self.text, change)
            Issue.record("accepted")
        } catch let error as ConfigurationError {
            #expect(change.keys.allSatisfy { error.description.contains($0) })
            #expect(!error.description.contains("word"))
        }
    }

    @Test func onlyThisMachineIsSpokenToWithoutEncryption() throws {
        for host in ["localhost", "127.0.0.1", "127.8.9.1", "[::1]", "LOCALHOST"] { #expect(host.isLoopbackHost, "\(host)") }
        for host in ["mail.example", "10.0.0.1", "127.0.0.1.example", "localhost.example", "2130706433", "[::ffff:7f00:1]", "128.0.0.1"] {
            #expect(!host.isLoopbackHost, "\(host)")
        }
    }
}
