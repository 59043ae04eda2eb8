import Crypto
import Domain
import Foundation
import HTTPTypes
import Signaling
import Storage
import Synchronization

/// Customers: anonymous by a signed cookie, or named by the host's web site.
extension APIService {
    func visitor(_ request: APIRequest) async throws -> APIResponse {
        struct Visitor: Decodable { let identity: String? }
        struct VisitorReply: Encodable {
            struct View: Encodable {
                let id: String
                let name: String?
                let verified: Bool
            }

            let token: String
            let expiresInMs: Int64
            let customer: View
        }
        guard visitors.admit(request.remoteAddress, perMinute: configuration.visitorsPerMinutePerAddress, at: clock.now) else {
            throw APIFailure(.tooManyRequests, "rate_limited", "too many visitors from this address", retryAfter: .seconds(10))
        }
        let asked = try body(Visitor.self, request)
        let known = cookieCustomer(request)
        var identity: HostIdentity?
        if let text = asked.identity { identity = try await consume(text) }
        let customer = try await customer(known, identity)
        let token = try await tokens.sign(customer, cart: identity?.cart, page: identity?.page)
        let cookie = SetCookie(
            name: Self.visitorCookie, value: cookieValue(customer.id), maxAge: Self.visitorLifetime, sameSite: .lax)
        return APIResponse(
            .ok,
            VisitorReply(
                token: token, expiresInMs: TokenService.lifetime.wholeMilliseconds,
                customer: .init(id: customer.id.description, name: customer.name?.description, verified: customer.isVerified)),
            cookies: [cookie])
    }

    /// Server to server: the host's web site names its customer and gets a short-lived word for the browser to carry.
    func identities(_ request: APIRequest) async throws -> APIResponse {
        struct IdentityReply: Encodable {
            let identity: String
            let expiresInMs: Int64
        }
        guard let key = request.bearerToken, try store.hasAPIKey(digest: RandomToken.digest(key)) else {
            throw APIFailure(.unauthorized, "not_authenticated", "an API key is needed: visavis apikey add NAME")
        }
        let identity = try body(HostIdentity.self, request)
        if let cart = identity.cart, Money(amount: cart.amount, currency: cart.currency) == nil {
            throw APIFailure(.badRequest, "bad_request", "cart.currency must be three capital letters (ISO 4217)")
        }
        return APIResponse(
            .ok,
            IdentityReply(identity: try await tokens.sign(identity), expiresInMs: TokenService.identityLifetime.wholeMilliseconds))
    }

    private func consume(_ text: String) async throws -> HostIdentity {
        do {
            let (identity, id, expiresAt) = try await tokens.verifyIdentity(text)
            let isFirst = usedIdentities.admit(id, until: expiresAt, at: clock.now)
            guard isFirst else { throw SignalingError(.tokenReplayed, "this identity was used before") }
            return identity
        } catch let error as SignalingError {
            throw APIFailure(.unauthorized, error.code.rawValue, error.message)
        }
    }

    /// The customer the host names wins over the cookie; a cookie that belongs to another named customer is not taken over.
    private func customer(_ known: CustomerID?, _ identity: HostIdentity?) async throws -> Customer {
        guard let identity else {
            if let known { return try store.customer(known) ?? Customer(id: known) }
            return Customer(id: newID())
        }
        var customer: Customer
        if let named = try store.customer(externalID: identity.externalId.description) {
            customer = named
        } else {
            let isFree = try known.map { try store.customer($0)?.externalID == nil } ?? false
            customer = Customer(id: isFree ? known ?? newID() : newID(), externalID: identity.externalId)
        }
        customer.name = identity.name ?? customer.name
        customer.email = identity.email ?? customer.email
        try await commits.perform(CommitBatch(records: [.customer(customer)]))
        return customer
    }

    private func newID() -> CustomerID {
        var source = IdentifierSource()
        return CustomerID(using: &source)
    }

    private func cookieValue(_ id: CustomerID) -> String { "\(id).\(signature(id))" }

    private func cookieCustomer(_ request: APIRequest) -> CustomerID? {
        guard let parts = request.cookie(Self.visitorCookie)?.split(separator: "."), parts.count == 2, let id = CustomerID(parts[0]),
            Constant.equal(Data(parts[1].utf8), Data(signature(id).utf8))
        else { return nil }
        return id
    }

    private func signature(_ id: CustomerID) -> String {
        RandomToken.base64url(Data(HMAC<SHA256>.authenticationCode(for: Data(id.description.utf8), using: keys.visitor)))
    }
}
