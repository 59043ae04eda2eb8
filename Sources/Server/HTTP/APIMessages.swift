import Domain
import Foundation
import HTTPTypes
import Transport

/// A request to the API as a value that a task can take with it.
struct APIRequest: Sendable {
    let method: HTTPRequest.Method
    let path: String
    /// Of a name that comes twice the first counts; empty values count as absent.
    let query: [String: String]
    let headers: HTTPFields
    let body: [UInt8]
    /// What limits are counted by.
    let addressKey: String

    init(_ exchange: HTTPExchange) {
        method = exchange.request.method
        path = exchange.path
        query = Dictionary(exchange.query.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) }) { first, _ in first }
        headers = exchange.request.headerFields
        body = exchange.body
        addressKey = AddressKey.of(exchange.remoteAddress)
    }

    /// The value of a cookie (RFC 6265 §4.2.1).
    func cookie(_ name: String) -> String? {
        for field in headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let parts = pair.trimmingPrefix { $0 == " " }.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0] == name { return String(parts[1]) }
            }
        }
        return nil
    }

    /// RFC 6750 §2.1.
    var bearerToken: String? {
        guard let field = headers[.authorization], field.lowercased().hasPrefix("bearer ") else { return nil }
        return String(field.dropFirst(7)).trimmingCharacters(in: .whitespaces)
    }
}

struct APIResponse: Sendable {
    var status: HTTPResponse.Status
    var contentType = "application/json; charset=utf-8"
    var body: [UInt8]
    /// Sent instead of `body`.
    var source: (any ResponseSource)?
    /// Besides those that every answer has.
    var headers = HTTPFields()
    var cookies: [SetCookie] = []
    var retryAfter: Duration?

    init(status: HTTPResponse.Status, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    init(_ status: HTTPResponse.Status, _ value: some Encodable, cookies: [SetCookie] = []) {
        self.status = status
        body = JSON.encode(value)
        self.cookies = cookies
    }

    static func failure(_ status: HTTPResponse.Status, _ code: String, _ message: String, retryAfter: Duration? = nil) -> Self {
        var response = Self(
            status, Failure(error: Failure.Detail(code: code, message: message, retryAfterMs: retryAfter?.wholeMilliseconds)))
        response.retryAfter = retryAfter
        return response
    }

    private struct Failure: Encodable {
        struct Detail: Encodable {
            let code: String
            let message: String
            let retryAfterMs: Int64?
        }

        let error: Detail
    }
}

/// A cookie that scripts cannot read.
struct SetCookie: Sendable {
    enum SameSite: String {
        case strict = "Strict"
        case lax = "Lax"
    }

    let name: String
    let value: String
    let maxAge: Duration
    let sameSite: SameSite

    func headerValue(isSecure: Bool) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(maxAge.components.seconds); HttpOnly; SameSite=\(sameSite.rawValue)\(isSecure ? "; Secure" : "")"
    }
}
