import Domain
import Foundation
import HTTPTypes
import Signaling
import Storage

/// Other systems' word on a recording, and who did what.
extension APIService {
    /// Server to server: while card data is typed elsewhere, nothing is kept.
    func pause(_ request: APIRequest, _ id: String) async throws -> APIResponse {
        struct Pause: Decodable { let paused: Bool }
        guard let key = request.bearerToken, let name = try store.apiKeyName(digest: RandomToken.digest(key)) else {
            throw APIFailure(.unauthorized, "not_authenticated", "an API key is needed: visavis apikey add NAME")
        }
        let isPaused = try body(Pause.self, request).paused
        guard let recordings, Identifier<Person>(id) != nil else {
            throw APIFailure(.notFound, "session_gone", "there is no such session")
        }
        switch await recordings.pauseRecording(RecordingPause(subject: id, isPaused: isPaused, key: name)) {
        case .success: return APIResponse(.ok, [String: String]())
        case .failure(let error):
            throw APIFailure(
                error.code == .sessionGone ? .notFound : .serviceUnavailable, error.code.rawValue, error.message,
                retryAfter: error.retryAfterMs.map { .milliseconds($0) })
        }
    }

    func audit(_ request: APIRequest) async throws -> APIResponse {
        struct Reply: Encodable {
            let entries: [Views.AuditLine]
            let next: String?
        }
        let (account, _) = try signedIn(request)
        guard account.role == .manager || account.role == .admin else {
            throw APIFailure(.forbidden, "not_allowed", "the audit log is for managers and administrators")
        }
        let page = try PageRequest(request)
        var query = AuditQuery(limit: page.limit + 1)
        query.from = page.from
        query.to = page.to
        query.queues = account.queues
        query.actor = request.query["actor"]
        query.action = request.query["action"]
        query.subject = request.query["subject"]
        if let text = request.query["cursor"] { query.before = try page.value(Int64(text), "cursor") }
        let found = try store.audit(query)
        let shown = found.prefix(page.limit)
        return APIResponse(
            .ok,
            Reply(
                entries: shown.map(Views.AuditLine.init),
                next: found.count > page.limit ? shown.last.map { "\($0.number)" } : nil))
    }
}

/// What all lists take: `from`, `to`, `limit`.
struct PageRequest {
    let from: Instant?
    let to: Instant?
    let limit: Int

    /// - Throws: `bad_request` with the argument's name.
    init(_ request: APIRequest) throws {
        from = try Self.instant(request, "from")
        to = try Self.instant(request, "to")
        guard let text = request.query["limit"] else {
            limit = 50
            return
        }
        guard let limit = Int(text), (1...200).contains(limit) else { throw Self.refusal("limit") }
        self.limit = limit
    }

    func value<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else { throw Self.refusal(name) }
        return value
    }

    private static func instant(_ request: APIRequest, _ name: String) throws -> Instant? {
        guard let text = request.query[name] else { return nil }
        guard let milliseconds = Int64(text) else { throw refusal(name) }
        return Instant(milliseconds: milliseconds)
    }

    private static func refusal(_ name: String) -> APIFailure {
        APIFailure(.badRequest, "bad_request", "'\(name)' is not what it should be")
    }
}
