import Domain
import Foundation
import HTTPTypes
import Signaling
import Storage
import Transport

/// HTTP: files and health are answered at once, the API by tasks.
extension Hub {
    /// Requests to the API that are being worked on; beyond it the answer is 503.
    private static let maximumExchanges = 256

    /// A change that waits longer for the disk makes the server not ready.
    private static let slowStorage = Duration.seconds(5)

    func request(_ exchange: HTTPExchange) {
        switch exchange.path {
        case "/healthz": answer(exchange, APIResponse(.ok, ["status": "alive"]))
        case "/readyz": answer(exchange, readiness())
        case "/metrics": answer(exchange, metricsResponse(for: exchange))
        case let path where path.hasPrefix("/api/"): ask(exchange)
        default: site.respond(to: exchange)
        }
    }

    func respond(_ id: UInt64, _ response: APIResponse) {
        guard let exchange = exchanges.removeValue(forKey: id) else { return }
        answer(exchange, response)
    }

    private func ask(_ exchange: HTTPExchange) {
        if isDraining { return answer(exchange, .failure(.serviceUnavailable, "draining", "the server is stopping")) }
        guard exchanges.count < Self.maximumExchanges else {
            return answer(exchange, .failure(.serviceUnavailable, "overloaded", "too many requests at once", retryAfter: .seconds(1)))
        }
        // A pause is obeyed even when it cannot be stored.
        let isPause = exchange.path.hasPrefix("/api/sessions/")
        if let trouble = storageTrouble, exchange.request.method != .get, !isPause {
            return answer(
                exchange,
                .failure(
                    .serviceUnavailable, "storage_unavailable", "nothing can be stored right now (\(trouble.code.rawValue))",
                    retryAfter: .seconds(2)))
        }
        lastExchange += 1
        let id = lastExchange
        exchanges[id] = exchange
        let request = APIRequest(exchange)
        Task { [api, inbox] in inbox.post(.respond(exchange: id, await api.answer(request))) }
    }

    private func answer(_ exchange: HTTPExchange, _ response: APIResponse) {
        var head = HTTPResponse(status: response.status)
        head.headerFields[.contentType] = response.contentType
        head.headerFields[.cacheControl] = "no-store"
        for cookie in response.cookies {
            head.headerFields.append(HTTPField(name: .setCookie, value: cookie.headerValue(isSecure: exchange.isSecure)))
        }
        if let retryAfter = response.retryAfter {
            head.headerFields[.retryAfter] = "\(max(1, (retryAfter.wholeMilliseconds + 999) / 1_000))"
        }
        for field in response.headers { head.headerFields.append(field) }
        site.secure(&head, path: exchange.path, isSecure: exchange.isSecure)
        if let source = response.source {
            exchange.respond(head, source: source)
        } else {
            exchange.respond(head, body: response.body)
        }
    }

    private func readiness() -> APIResponse {
        if isDraining { return APIResponse(.serviceUnavailable, ["status": "draining"]) }
        if let trouble = storageTrouble {
            return APIResponse(.serviceUnavailable, ["status": "not ready", "reason": trouble.code.rawValue, "advice": trouble.advice])
        }
        if let oldest = ticks.first, now - oldest.since > Self.slowStorage {
            return APIResponse(
                .serviceUnavailable,
                ["status": "not ready", "reason": "storage_slow", "advice": "the disk takes seconds to store a change: look at its load"])
        }
        return APIResponse(.ok, ["status": "ready"])
    }

    private func metricsResponse(for exchange: HTTPExchange) -> APIResponse {
        guard configuration.metricsReaders.contains(where: { $0.contains(exchange.remoteAddress) }) else {
            return .failure(.forbidden, "not_allowed", "metrics are for the addresses in VISAVIS_METRICS_READERS")
        }
        return APIResponse(status: .ok, contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(metricsPage().utf8))
    }
}
