import Domain
import Foundation
import Signaling
import Testing

@testable import Server

@Suite struct TokenServiceTests {
    private func service(_ clock: ServerClock = ServerClock()) async throws -> (TokenService, URL) {
        let file = FileManager.default.temporaryDirectory.appending(path: "visavis-\(UUID().uuidString).key")
        return (await TokenService(key: try ServerKey(path: file.path), clock: clock), file)
    }

    private func account() throws -> Account {
        var ids = IdentifierSource(seed: 4)
        return Account(id: AccountID(using: &ids), name: try #require(BoundedText("ada")), role: .agent)
    }

    private func code(_ result: Result<VerifiedToken, SignalingError>) -> SignalingError.Code? {
        if case .failure(let error) = result { error.code } else { nil }
    }

    @Test func aTokenSaysWhoItIsFor() async throws {
        let (tokens, file) = try await service()
        defer { try? FileManager.default.removeItem(at: file) }
        let account = try account()
        let verified = try await tokens.verify(tokens.sign(account, credential: "c")).get()
        #expect(verified.principal == .account(account.id) && verified.credential == "c")
        guard case .account(account) = verified.profile.kind else { return #expect(Bool(false), "another account") }
    }

    @Test func anotherServersTokenIsRefused() async throws {
        let (tokens, file) = try await service()
        let (other, otherFile) = try await service()
        defer { for file in [file, otherFile] { try? FileManager.default.removeItem(at: file) } }
        let token = try await other.sign(try account(), credential: "c")
        #expect(code(await tokens.verify(token)) == .notAuthenticated)
    }

    @Test func anIdentityIsNoSignalingToken() async throws {
        let (tokens, file) = try await service()
        defer { try? FileManager.default.removeItem(at: file) }
        let identity = HostIdentity(
            externalId: try #require(BoundedText("crm-1")), name: nil, email: nil, cart: nil, page: nil, segments: nil, owner: nil,
            attributes: nil)
        #expect(code(await tokens.verify(try await tokens.sign(identity))) == .notAuthenticated)
        await #expect(throws: SignalingError.self) {
            _ = try await tokens.verifyIdentity(try await tokens.sign(try account(), credential: "c"))
        }
    }

    @Test func aTamperedTokenIsRefused() async throws {
        let (tokens, file) = try await service()
        defer { try? FileManager.default.removeItem(at: file) }
        let token = try await tokens.sign(try account(), credential: "c")
        let parts = token.split(separator: ".").map(String.init)
        let none = RandomToken.base64url(Data(#"{"alg":"none","typ":"JWT"}"#.utf8))
        for forged in [
            "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])A.\(parts[2])",
            "", "a.b.c",
        ] {
            #expect(code(await tokens.verify(forged)) == .notAuthenticated)
        }
    }
}
