import Crypto
import Domain
import Foundation
import HTTPTypes
import Logging
import Signaling
import Storage
import Synchronization

/// The HTTP API: who is who. Runs on tasks, never on the loop.
struct APIService: Sendable {
    static let sessionCookie = "visavis_session"
    static let visitorCookie = "visavis_visitor"
    static let csrfHeader = HTTPField.Name("X-CSRF-Token")
    static let sessionLifetime = Duration.seconds(12 * 3_600)
    static let visitorLifetime = Duration.seconds(365 * 86_400)
    /// A customer the host has named; after that the host names them again.
    static let verifiedLifetime = Duration.seconds(12 * 3_600)

    let configuration: ServerConfiguration
    let store: any Store
    let commits: CommitQueue
    let tokens: TokenService
    let clock: ServerClock
    let log: Logger
    let allowedOrigins: Set<String>
    let signOut: @Sendable (String) -> Void
    /// Asks the hub to let in whoever holds the invite with this digest.
    let admitGuest: @Sendable (String, BoundedText<NameLimit>?) async -> Result<GuestID, SignalingError>
    /// Asks the hub which customer may still come because of a call back.
    let calledBack: @Sendable (InteractionID) async -> (id: CustomerID, contact: ContactAddress)?
    let callbackLinks: CallbackLinks
    /// `nil`: nothing is recorded here.
    let recordings: RecordingAccess?
    /// Asks the hub to change something of routing.
    let route: @Sendable (RoutingOrder) async -> Result<Int, RoutingRefusal>
    /// `nil`: the server is stopping.
    let board: @Sendable () async -> BoardState?
    let figures = FigureCache()
    let keys: (visitor: SymmetricKey, csrf: SymmetricKey)
    let logins = LoginGuard()
    let hashing = HashingPool()
    let visitors = RateTable()
    let usedIdentities = UsedIdentities()
    let namedVisits = NamedVisits()

    func verify(_ token: String) async -> Result<VerifiedToken, SignalingError> { await tokens.verify(token) }

    func answer(_ request: APIRequest) async -> APIResponse {
        do {
            return try await route(request)
        } catch let failure as APIFailure {
            return failure.response
        } catch let error as StorageError {
            log.error("an API request met a storage error", metadata: ["path": "\(request.path)", "error": "\(error)"])
            return .failure(.serviceUnavailable, "storage_unavailable", "the database did not answer", retryAfter: .seconds(2))
        } catch {
            log.error("an API request failed", metadata: ["path": "\(request.path)", "error": "\(error)"])
            return .failure(.internalServerError, "internal", "the server failed; its log knows more")
        }
    }

    private func route(_ request: APIRequest) async throws -> APIResponse {
        switch (request.method, request.path) {
        case (.get, "/api/config"): return await config()
        case (.get, "/api/me"): return try await me(request)
        case (.post, "/api/identities"): return try await identities(request)
        case (.post, "/api/guest"):
            try checkOrigin(request)
            return try await guest(request)
        case (.post, "/api/callback"):
            try checkOrigin(request)
            return try await callback(request)
        case (.post, "/api/visitor"), (.post, "/api/login"), (.post, "/api/token"), (.post, "/api/logout"):
            try checkOrigin(request)
            switch request.path {
            case "/api/visitor": return try await visitor(request)
            case "/api/login": return try await login(request)
            case "/api/token": return try await token(request)
            default: return try await logout(request)
            }
        case (_, "/api/config"), (_, "/api/me"), (_, "/api/identities"), (_, "/api/guest"), (_, "/api/callback"), (_, "/api/visitor"),
            (_, "/api/login"),
            (_, "/api/token"),
            (_, "/api/logout"):
            throw APIFailure(.methodNotAllowed, "bad_method", "this address takes another method")
        default:
            if let response = try await recordingRoute(request) { return response }
            if let response = try await routingRoute(request) { return response }
            throw APIFailure(.notFound, "not_found", "there is no such address")
        }
    }

    /// A page of another site cannot make its visitor's browser act here.
    func checkOrigin(_ request: APIRequest) throws {
        guard let origin = request.headers[.origin], allowedOrigins.contains(origin) else {
            throw APIFailure(.forbidden, "origin_not_allowed", "this origin is not in VISAVIS_ORIGINS")
        }
    }

    func body<Value: Decodable>(_ type: Value.Type, _ request: APIRequest) throws -> Value {
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            throw APIFailure(.unsupportedMediaType, "bad_request", "the body must be application/json")
        }
        do {
            var scanner = EnvelopeScanner()
            try scanner.validate(request.body.span)
            return try JSON.decode(type, request.body)
        } catch {
            throw APIFailure(.badRequest, error.code.rawValue, error.message)
        }
    }

    private func config() async -> APIResponse {
        struct Config: Encodable {
            struct Entry: Encodable {
                let name: String
                let label: [String: String]
                let isOpen: Bool
                /// When it opens next; absent: it is open, or does not open within 400 days.
                let opensAt: Instant?
                /// What is offered to those whom the queue does not take.
                let whenClosed: Turnaway
                /// How its customers may talk.
                let media: MediumSet
            }

            let demo: Bool
            let useCases: [Entry]
            /// What customers who are called back can give.
            let contacts: [ContactAddress.Kind]
            let version: Int
        }
        let openings = Dictionary(await board()?.queues.map { ($0.settings.name, $0) } ?? []) { first, _ in first }
        return APIResponse(
            .ok,
            Config(
                demo: configuration.isDemo,
                useCases: configuration.useCases.map { useCase in
                    Config.Entry(
                        name: useCase.queue.description,
                        label: Dictionary(uniqueKeysWithValues: useCase.label.map { ($0.key.rawValue, $0.value) }),
                        isOpen: openings[useCase.queue]?.isOpen ?? true, opensAt: openings[useCase.queue]?.opensAt,
                        whenClosed: openings[useCase.queue]?.settings.whenClosed ?? .refuse,
                        media: openings[useCase.queue]?.settings.media ?? .video)
                }, contacts: ContactAddress.Kind.allCases.filter(configuration.letters.kinds.contains), version: 1))
    }
}

/// A refusal with its status.
struct APIFailure: Error {
    let response: APIResponse

    init(_ status: HTTPResponse.Status, _ code: String, _ message: String, retryAfter: Duration? = nil) {
        response = .failure(status, code, message, retryAfter: retryAfter)
    }
}

/// The identities that were handed in, each good for one visitor.
final class UsedIdentities: Sendable {
    private let used = Mutex(TokenReplayGuard())

    /// Whether this is the first use.
    func admit(_ id: String, until: Instant, at now: Instant) -> Bool {
        used.withLock { $0.admit(id, until: until, at: now) }
    }
}
