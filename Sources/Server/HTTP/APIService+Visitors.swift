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
        guard visitors.admit(request.addressKey, configuration.visitorsPerMinutePerAddress, at: clock.now) else {
            throw APIFailure(.tooManyRequests, "rate_limited", "too many visitors from this address", retryAfter: .seconds(10))
        }
        let asked = try body(Visitor.self, request)
        let known = cookieCustomer(request)
        var identity: HostIdentity?
        if let text = asked.identity { identity = try await consume(text) }
        let customer = try await customer(known, identity)
        if let identity {
            namedVisits.keep(identity, of: customer.id, until: clock.now + Self.verifiedLifetime, at: clock.now)
        } else {
            identity = namedVisits.identity(of: customer.id, at: clock.now)
        }
        let token = try await tokens.sign(
            customer, cart: identity?.cart, page: identity?.page, context: try context(of: customer.id, identity))
        return APIResponse(
            .ok,
            VisitorReply(
                token: token, expiresInMs: TokenService.lifetime.wholeMilliseconds,
                customer: .init(id: customer.id.description, name: customer.name?.description, verified: customer.isVerified)),
            cookies: [cookie(for: customer)])
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
        guard identity.segments?.count ?? 0 <= HostIdentity.maximumSegments,
            identity.attributes?.count ?? 0 <= HostIdentity.maximumAttributes
        else {
            throw APIFailure(
                .badRequest, "bad_request",
                "at most \(HostIdentity.maximumSegments) segments and \(HostIdentity.maximumAttributes) attributes")
        }
        return APIResponse(
            .ok,
            IdentityReply(identity: try await tokens.sign(identity), expiresInMs: TokenService.identityLifetime.wholeMilliseconds))
    }

    /// What routing may go by besides the visit itself.
    private func context(of customer: CustomerID, _ identity: HostIdentity?) throws -> VisitContext {
        var context = VisitContext()
        context.lastAgent = try store.lastAgent(of: customer)
        context.segments = identity?.segments?.map(\.description) ?? []
        context.accountOwner = try identity?.owner.flatMap { try store.account(named: $0.description) }?.account.id
        context.custom = identity?.attributes ?? Attributes()
        return context
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

    /// A named customer never takes over a browser's anonymous id: that id may be known to somebody else.
    private func customer(_ known: CustomerID?, _ identity: HostIdentity?) async throws -> Customer {
        guard let identity else {
            if let known { return try store.customer(known) ?? Customer(id: known) }
            return Customer(id: newID())
        }
        do {
            return try await keep(identity)
        } catch let error as StorageError where error.code == .constraint {
            // Two pages named the same new customer at once; the other one was first.
            return try await keep(identity)
        }
    }

    private func keep(_ identity: HostIdentity) async throws -> Customer {
        var customer =
            try store.customer(externalID: identity.externalId.description) ?? Customer(id: newID(), externalID: identity.externalId)
        customer.name = identity.name ?? customer.name
        customer.email = identity.email ?? customer.email
        try await commits.perform(CommitBatch(records: [.customer(customer)]))
        return customer
    }

    private func newID() -> CustomerID {
        var source = IdentifierSource()
        return CustomerID(using: &source)
    }

    /// `id.expiry.signature`; the expiry is signed, so that a copied cookie does not live longer than the browser's.
    private func cookie(for customer: Customer) -> SetCookie {
        let lifetime = customer.isVerified ? Self.verifiedLifetime : Self.visitorLifetime
        let text = "\(customer.id).\((clock.now + lifetime).milliseconds / 1_000)"
        return SetCookie(name: Self.visitorCookie, value: "\(text).\(signature(text))", maxAge: lifetime, sameSite: .lax)
    }

    private func cookieCustomer(_ request: APIRequest) -> CustomerID? {
        guard let parts = request.cookie(Self.visitorCookie)?.split(separator: "."), parts.count == 3, let id = CustomerID(parts[0]),
            let expiry = Int64(parts[1]), expiry > clock.now.milliseconds / 1_000,
            Constant.equal(Data(parts[2].utf8), Data(signature("\(parts[0]).\(parts[1])").utf8))
        else { return nil }
        return id
    }

    private func signature(_ text: String) -> String {
        RandomToken.base64url(Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: keys.visitor)))
    }
}
