import Crypto
import Domain
import Foundation
import HTTPTypes
import Storage

/// Signing in and out.
extension APIService {
    private struct AccountView: Encodable {
        let id: String
        let name: String
        let role: Role

        init(_ account: Account) {
            id = account.id.description
            name = account.displayName.description
            role = account.role
        }
    }

    private struct SignedIn: Encodable {
        let account: AccountView
        let csrf: String
    }

    struct TokenView: Encodable {
        let token: String
        let expiresInMs: Int64
    }

    func login(_ request: APIRequest) async throws -> APIResponse {
        struct Credentials: Decodable {
            let name: String
            let password: String
        }
        let credentials = try body(Credentials.self, request)
        let guards = LoginGuard.subjects(account: credentials.name, address: request.addressKey)
        if let wait = logins.wait(for: guards, at: clock.now) {
            throw APIFailure(.tooManyRequests, "login_backoff", "too many tries: wait before the next", retryAfter: wait)
        }
        // Counted before the answer is known: guesses made at the same time count each.
        logins.failed(guards, at: clock.now)
        let record = try store.account(named: credentials.name)
        let stored = record?.isDisabled == false ? record?.password : nil
        guard let isRight = await hashing.run({ PasswordHash.verify(credentials.password, against: stored) }) else {
            throw APIFailure(.serviceUnavailable, "overloaded", "too many people sign in at once", retryAfter: .seconds(2))
        }
        guard isRight, let record else {
            throw APIFailure(.unauthorized, "bad_credentials", "the user name or the password is wrong")
        }
        logins.succeeded(guards)
        let session = RandomToken()
        let now = clock.now
        try await commits.perform(
            CommitBatch(records: [
                .webSessionsExpired(before: now),
                .webSession(digest: session.digest, account: record.account.id, createdAt: now, expiresAt: now + Self.sessionLifetime),
            ]))
        let cookie = SetCookie(name: Self.sessionCookie, value: session.text, maxAge: Self.sessionLifetime, sameSite: .strict)
        return APIResponse(
            .ok, SignedIn(account: AccountView(record.account), csrf: csrf(for: session.text)), cookies: [cookie])
    }

    func me(_ request: APIRequest) async throws -> APIResponse {
        let (account, cookie) = try signedIn(request)
        return APIResponse(.ok, SignedIn(account: AccountView(account), csrf: csrf(for: cookie)))
    }

    func token(_ request: APIRequest) async throws -> APIResponse {
        let (account, cookie) = try signedIn(request)
        try checkCSRF(request, cookie)
        let token = try await tokens.sign(account, credential: RandomToken.digest(cookie))
        return APIResponse(.ok, TokenView(token: token, expiresInMs: TokenService.lifetime.wholeMilliseconds))
    }

    func logout(_ request: APIRequest) async throws -> APIResponse {
        let (_, cookie) = try signedIn(request)
        try checkCSRF(request, cookie)
        let digest = RandomToken.digest(cookie)
        try await commits.perform(CommitBatch(records: [.webSessionEnded(digest: digest)]))
        signOut(digest)
        let expired = SetCookie(name: Self.sessionCookie, value: "", maxAge: .zero, sameSite: .strict)
        return APIResponse(.ok, [String: String](), cookies: [expired])
    }

    /// None when the database does not answer: it will be asked again.
    func endedSignIns(among credentials: Set<String>) async -> Set<String> {
        guard let living = try? store.livingWebSessions(among: Array(credentials), at: clock.now) else { return [] }
        return credentials.subtracting(living)
    }

    func signedIn(_ request: APIRequest) throws -> (Account, cookie: String) {
        guard let cookie = request.cookie(Self.sessionCookie),
            let record = try store.account(webSession: RandomToken.digest(cookie), at: clock.now), !record.isDisabled
        else { throw APIFailure(.unauthorized, "not_authenticated", "sign in first") }
        return (record.account, cookie)
    }

    private func csrf(for cookie: String) -> String {
        RandomToken.base64url(Data(HMAC<SHA256>.authenticationCode(for: Data(cookie.utf8), using: keys.csrf)))
    }

    func checkCSRF(_ request: APIRequest, _ cookie: String) throws {
        guard let name = Self.csrfHeader, let given = request.headers[name],
            Constant.equal(Data(given.utf8), Data(csrf(for: cookie).utf8))
        else { throw APIFailure(.forbidden, "bad_csrf", "the X-CSRF-Token does not belong to this sign-in") }
    }
}
