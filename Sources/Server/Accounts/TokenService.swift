import Crypto
import Domain
import Foundation
import JWTKit
import Signaling

/// What a verified signaling token says.
struct VerifiedToken: Sendable {
    let id: String
    let principal: Principal
    let profile: ClientProfile
    let credential: String?
    let expiresAt: Instant
}

/// Signs and verifies the short-lived JWTs (RFC 7519, HS256) that open a `hello`, and those with which a host site names its customer.
struct TokenService: Sendable {
    static let lifetime = Duration.seconds(300)
    static let identityLifetime = Duration.seconds(600)

    private let signaling = JWTKeyCollection()
    private let identities = JWTKeyCollection()
    private let clock: ServerClock
    /// Names this process. Tokens of an earlier one are refused: nobody remembers which of them were used.
    private let run = RandomToken().text

    init(key: ServerKey, clock: ServerClock) async {
        self.clock = clock
        await signaling.add(hmac: HMACKey(key: key.key(for: .signalingTokens)), digestAlgorithm: .sha256)
        await identities.add(hmac: HMACKey(key: key.key(for: .identities)), digestAlgorithm: .sha256)
    }

    func sign(_ account: Account, credential: String) async throws -> String {
        try await signaling.sign(
            SignalingClaims(subject: .account(account), credential: credential, run: run, clock: clock, lifetime: Self.lifetime))
    }

    func sign(_ customer: Customer, cart: Money?, page: BoundedText<AddressLimit>?, context: VisitContext) async throws -> String {
        try await signaling.sign(
            SignalingClaims(
                subject: .customer(customer, cart: cart, page: page, context: context), credential: nil, run: run, clock: clock,
                lifetime: Self.lifetime))
    }

    func sign(_ guest: GuestID, name: BoundedText<NameLimit>?) async throws -> String {
        try await signaling.sign(
            SignalingClaims(subject: .guest(guest, name: name), credential: nil, run: run, clock: clock, lifetime: Self.lifetime))
    }

    func sign(_ identity: HostIdentity) async throws -> String {
        try await identities.sign(IdentityClaims(identity: identity, run: run, clock: clock, lifetime: Self.identityLifetime))
    }

    func verify(_ token: String) async -> Result<VerifiedToken, SignalingError> {
        do {
            let claims = try await signaling.verify(token, as: SignalingClaims.self)
            try claims.check(at: clock.now, run: run)
            return .success(claims.verified)
        } catch let error as SignalingError {
            return .failure(error)
        } catch {
            return .failure(SignalingError(.notAuthenticated, "the token does not verify"))
        }
    }

    /// - Throws: `SignalingError` with `not_authenticated` or `token_expired`.
    func verifyIdentity(_ token: String) async throws(SignalingError) -> (identity: HostIdentity, id: String, expiresAt: Instant) {
        guard let claims = try? await identities.verify(token, as: IdentityClaims.self) else {
            throw SignalingError(.notAuthenticated, "the identity does not verify")
        }
        guard claims.isFor(IdentityClaims.audience) else {
            throw SignalingError(.notAuthenticated, "the identity is meant for something else")
        }
        guard claims.exp > clock.now.milliseconds / 1_000, claims.run == run else {
            throw SignalingError(.tokenExpired, "the identity has expired")
        }
        return (claims.identity, claims.jti, Instant(milliseconds: claims.exp * 1_000))
    }
}

/// Whom the host's web site says its visitor is.
struct HostIdentity: Codable, Sendable {
    let externalId: BoundedText<NameLimit>
    let name: BoundedText<NameLimit>?
    let email: BoundedText<NameLimit>?
    let cart: Money?
    let page: BoundedText<AddressLimit>?
    /// The groups that the host counts the customer among: `customer.segments` of conditions.
    let segments: [BoundedText<NameLimit>]?
    /// The sign-in name of the account that looks after this customer.
    let owner: BoundedText<NameLimit>?
    /// Further `custom.…` attributes for conditions.
    let attributes: Attributes?

    static let maximumSegments = 20
    static let maximumAttributes = 20
}

/// Claims are checked by `check`, with the server's clock; jwt-kit checks the signature and the algorithm.
private struct SignalingClaims: JWTPayload {
    enum Subject: Codable, Sendable {
        case customer(Customer, cart: Money?, page: BoundedText<AddressLimit>?, context: VisitContext)
        case account(Account)
        case guest(GuestID, name: BoundedText<NameLimit>?)
    }

    static let audience = "visavis.signaling"

    let aud: String
    let iat: Int64
    let exp: Int64
    let jti: String
    let run: String
    let subject: Subject
    let credential: String?

    init(subject: Subject, credential: String?, run: String, clock: ServerClock, lifetime: Duration) {
        aud = Self.audience
        iat = clock.now.milliseconds / 1_000
        exp = (clock.now + lifetime).milliseconds / 1_000
        jti = RandomToken().text
        self.run = run
        self.subject = subject
        self.credential = credential
    }

    func verify(using algorithm: some JWTAlgorithm) async throws {}

    func check(at now: Instant, run: String) throws(SignalingError) {
        guard aud == Self.audience else { throw SignalingError(.notAuthenticated, "the token is meant for something else") }
        guard exp > now.milliseconds / 1_000, self.run == run else {
            throw SignalingError(.tokenExpired, "the token has expired")
        }
    }

    var verified: VerifiedToken {
        let expiresAt = Instant(milliseconds: exp * 1_000)
        return switch subject {
        case .customer(let customer, let cart, let page, let context):
            VerifiedToken(
                id: jti, principal: .customer(customer.id),
                profile: ClientProfile(.customer(customer, cart: cart, page: page, context: context)), credential: credential,
                expiresAt: expiresAt)
        case .account(let account):
            VerifiedToken(
                id: jti, principal: .account(account.id), profile: ClientProfile(.account(account)), credential: credential,
                expiresAt: expiresAt)
        case .guest(let guest, let name):
            VerifiedToken(
                id: jti, principal: .guest(guest), profile: ClientProfile(.guest(name: name)), credential: credential, expiresAt: expiresAt)
        }
    }
}

private struct IdentityClaims: JWTPayload {
    static let audience = "visavis.identity"

    let aud: String
    let iat: Int64
    let exp: Int64
    let jti: String
    let run: String
    let identity: HostIdentity

    init(identity: HostIdentity, run: String, clock: ServerClock, lifetime: Duration) {
        aud = Self.audience
        iat = clock.now.milliseconds / 1_000
        exp = (clock.now + lifetime).milliseconds / 1_000
        jti = RandomToken().text
        self.run = run
        self.identity = identity
    }

    func isFor(_ audience: String) -> Bool { aud == audience }

    func verify(using algorithm: some JWTAlgorithm) async throws {}
}
