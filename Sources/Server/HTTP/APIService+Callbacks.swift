import Domain
import HTTPTypes
import Storage

/// Customers who come with the link of a letter.
extension APIService {
    func callback(_ request: APIRequest) async throws -> APIResponse {
        struct Callback: Decodable { let link: String }
        struct CallbackReply: Encodable {
            let token: String
            let expiresInMs: Int64
        }
        guard visitors.admit(request.addressKey, configuration.visitorsPerMinutePerAddress, at: clock.now) else {
            throw APIFailure(.tooManyRequests, "rate_limited", "too many visitors from this address", retryAfter: .seconds(10))
        }
        let asked = try body(Callback.self, request)
        // A wrong link and one whose time is over look the same.
        guard let interaction = callbackLinks.interaction(in: asked.link), let called = await calledBack(interaction),
            callbackLinks.opens(asked.link, interaction, to: called.contact)
        else {
            throw APIFailure(.notFound, "callback_gone", "this call back is over: visit the page again")
        }
        let customer = try store.customer(called.id) ?? Customer(id: called.id)
        let token = try await tokens.sign(customer, cart: nil, page: nil, context: VisitContext())
        return APIResponse(.ok, CallbackReply(token: token, expiresInMs: TokenService.lifetime.wholeMilliseconds))
    }
}
