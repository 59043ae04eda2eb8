import Domain
import Foundation
import Signaling
import Testing

@testable import Server

@Suite struct ConfigurationTests {
    @Test func theEnvironmentIsRead() async throws {
        let configuration = try await ServerConfiguration.read(environment: [
            "VISAVIS_PORT": "9000", "VISAVIS_OFFER_SECONDS": "7", "VISAVIS_LIMIT_CONNECTIONS_PER_ADDRESS": "3",
            "VISAVIS_ORIGINS": "https://shop.example, https://www.shop.example", "VISAVIS_TRUSTED_PROXIES": "10.0.0.0/8,::1",
            "VISAVIS_USE_CASES": "mortgage|Talk about a mortgage|Parler d’un prêt,claims",
        ])
        #expect(configuration.port == 9_000)
        #expect(configuration.routing.offer == .seconds(7))
        #expect(configuration.signaling.connectionsPerAddress == 3)
        #expect(configuration.allowedOrigins == ["https://shop.example", "https://www.shop.example"])
        #expect(configuration.trustedProxies.count == 2)
        #expect(configuration.useCases.map(\.queue.description) == ["mortgage", "claims"])
        #expect(configuration.useCases[0].label[.french] == "Parler d’un prêt")
        #expect(configuration.useCases[1].label[.english] == "claims")
    }

    @Test func aFileStandsBehindTheEnvironment() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "visavis-\(UUID().uuidString).json")
        try Data(#"{"port": 7000, "wrapup": {"seconds": 33}, "limit": {"tickets": 5}}"#.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = try await ServerConfiguration.read(environment: ["VISAVIS_CONFIG": file.path, "VISAVIS_PORT": "7001"])
        #expect(configuration.port == 7_001)
        #expect(configuration.routing.wrapUp == .seconds(33))
        #expect(configuration.routing.maximumTickets == 5)
    }

    @Test(arguments: [
        ["VISAVIS_PORT": "0"], ["VISAVIS_PORT": "eighty"], ["VISAVIS_PORT": "70000"], ["VISAVIS_DEMO": "maybe"],
        ["VISAVIS_ORIGINS": "shop.example"], ["VISAVIS_ORIGINS": "https://shop.example/path"], ["VISAVIS_TRUSTED_PROXIES": "10.0.0.0/99"],
        ["VISAVIS_TLS_CERTIFICATE": "cert.pem"], ["VISAVIS_TURN_URLS": "turn:x"], ["VISAVIS_USE_CASES": "Not A Name"],
        ["VISAVIS_USE_CASES": "a,a"], ["VISAVIS_OFFER_SECONDS": "0"], ["VISAVIS_HOST": "0.0.0.0", "VISAVIS_DEMO": "true"],
        ["VISAVIS_CONFIG": "absent.json"],
        ["VISAVIS_WEBHOOK_URL": "https://crm.example/"], ["VISAVIS_WEBHOOK_SECRET_FILE": "secret"],
        ["VISAVIS_WEBHOOK_URL": "http://crm.example/", "VISAVIS_WEBHOOK_SECRET_FILE": "secret"],
        ["VISAVIS_WEBHOOK_URL": "ftp://crm.example/", "VISAVIS_WEBHOOK_SECRET_FILE": "secret"],
        ["VISAVIS_WEBHOOK_URL": "https://me:word@crm.example/", "VISAVIS_WEBHOOK_SECRET_FILE": "secret"],
        ["VISAVIS_WEBHOOK_ALLOW_PRIVATE": "perhaps"],
    ])
    func whatCannotBeUsedIsRefusedByName(_ environment: [String: String]) async throws {
        let names = environment.keys
        do {
            _ = try await ServerConfiguration.read(environment: environment)
            Issue.record("accepted")
        } catch let error as ConfigurationError {
            #expect(names.contains { error.description.contains($0) } || error.description.contains("demo"))
        }
    }
}
