import Domain
import Foundation
import HTTPTypes
import Signaling

/// People with an invite's link.
extension APIService {
    func guest(_ request: APIRequest) async throws -> APIResponse {
        struct Guest: Decodable {
            let invite: String
            let name: OptionalText<NameLimit>?
        }
        struct GuestReply: Encodable {
            let token: String
            let expiresInMs: Int64
        }
        // Guessing 256 random bits is hopeless, and slow as well.
        guard visitors.admit(request.addressKey, configuration.visitorsPerMinutePerAddress, at: clock.now) else {
            throw APIFailure(.tooManyRequests, "rate_limited", "too many visitors from this address", retryAfter: .seconds(10))
        }
        let asked = try body(Guest.self, request)
        switch await admitGuest(RandomToken.digest(asked.invite), asked.name?.text) {
        case .success(let guest):
            let token = try await tokens.sign(guest, name: asked.name?.text)
            return APIResponse(.ok, GuestReply(token: token, expiresInMs: TokenService.lifetime.wholeMilliseconds))
        case .failure(let error):
            let status: HTTPResponse.Status =
                switch error.code {
                case .inviteGone: .notFound
                case .overloaded: .conflict
                default: .serviceUnavailable
                }
            let retryAfter = error.retryAfterMs.map { Duration.milliseconds($0) }
            throw APIFailure(status, error.code.rawValue, error.message, retryAfter: retryAfter)
        }
    }
}
