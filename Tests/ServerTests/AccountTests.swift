import Crypto
import Domain
import Foundation
import Testing

@testable import Server

@Suite struct AccountTests {
    @Test func aPasswordVerifiesAgainstItsHashAlone() throws {
        let hash = try PasswordHash.make("correct horse battery")
        #expect(hash.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(PasswordHash.verify("correct horse battery", against: hash))
        #expect(!PasswordHash.verify("correct horse batterz", against: hash))
        #expect(!PasswordHash.verify("", against: nil))
        #expect(!PasswordHash.verify("x", against: "$scrypt$ln=99,r=8,p=1$AAAA$AAAA"), "a hash with absurd cost is not computed")
        #expect(try PasswordHash.make("correct horse battery") != hash, "salted")
    }

    @Test func guessingIsSlowedAndSuccessForgives() {
        let logins = LoginGuard()
        let start = Instant(milliseconds: 1_000_000)
        let here = LoginGuard.subjects(account: "Ada", address: "192.0.2.1")
        for _ in 0..<4 { logins.failed(here, at: start) }
        #expect(logins.wait(for: here, at: start) == nil)
        logins.failed(here, at: start)
        #expect(logins.wait(for: LoginGuard.subjects(account: "ada", address: "192.0.2.1"), at: start) == .seconds(1))
        logins.failed(here, at: start)
        #expect(logins.wait(for: here, at: start) == .seconds(2))
        #expect(logins.wait(for: LoginGuard.subjects(account: "ada", address: "192.0.2.2"), at: start) == nil, "no stranger locks Ada out")
        for _ in 0..<20 { logins.failed(here, at: start) }
        #expect(logins.wait(for: here, at: start) == .seconds(300))
        #expect(logins.wait(for: LoginGuard.subjects(account: "ben", address: "192.0.2.1"), at: start) != nil, "the address guesses")
        logins.succeeded(here)
        #expect(logins.wait(for: [here[0], here[2]], at: start) == nil)
        #expect(logins.wait(for: [here[1]], at: start) != nil, "one good account does not clear the address")
    }

    @Test func aTokenIsAdmittedOnceUntilItExpires() {
        let at = { Instant(milliseconds: $0) }
        var replays = TokenReplayGuard()
        let admitted = [("a", 100, 0), ("a", 100, 50), ("b", 150, 60), ("b", 150, 149)].map { id, until, now in
            replays.admit(id, until: at(until), at: at(now))
        }
        #expect(admitted == [true, false, true, false])
    }

    @Test func turnCredentialsAreTheSharedSecretsHMAC() throws {
        var configuration = ServerConfiguration()
        let folder = FileManager.default.temporaryDirectory.appending(path: "visavis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "secret")
        try Data("shared secret\n".utf8).write(to: file)
        configuration.turnURLs = ["turn:turn.example:3478"]
        configuration.stunURLs = ["stun:turn.example:3478"]
        configuration.turnSecretPath = file.path
        let participant = try #require(ParticipantID("0000000000000001000000000000002a"))
        let servers = try ICEProvider(configuration).servers(for: participant, at: Date(timeIntervalSince1970: 1_700_000_000))
        #expect(servers.map(\.urls) == [["stun:turn.example:3478"], ["turn:turn.example:3478"]])
        #expect(servers[1].username == "1700003600:0000000000000001000000000000002a")
        // base64(HMAC-SHA1), computed with another implementation.
        #expect(servers[1].credential == "LG/jztt8LJtCZ5Zz96gUCesKk/Q=")
        configuration.turnSecretPath = folder.appending(path: "absent").path
        #expect(throws: ConfigurationError.self) { try ICEProvider(configuration) }
    }
}
