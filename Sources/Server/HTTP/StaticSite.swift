import Crypto
import Domain
import Foundation
import HTTPTypes
import Transport

/// The pages, read into memory at the start: a request is a look-up in a table, so no path can lead outside.
struct StaticSite: Sendable {
    private struct File: Sendable {
        let contentType: String
        let etag: String
        let body: [UInt8]
        var gzip: [UInt8]?
        var brotli: [UInt8]?
    }

    private var files: [String: File] = [:]
    /// By the beginning of their addresses.
    private var thingFiles: [String: File] = [:]
    private let headers: SecurityHeaders

    /// Addresses of pages and the folders that hold them.
    private static let pages = [
        "/": "home", "/visit": "visit", "/agent": "agent", "/login": "login", "/join": "join", "/supervise": "supervise",
        "/recordings": "recordings", "/board": "board", "/settings": "settings",
    ]
    /// Pages of one thing each: their address ends in its id.
    private static let thingPages = ["/recordings/": "/recordings/player.html", "/interactions/": "/interactions/index.html"]
    private static let contentTypes = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon", "webmanifest": "application/manifest+json",
        "json": "application/json",
    ]
    /// How the pages' types are checked.
    private static let developersFile = "tsconfig.json"
    private static let vendorFiles = ["/vendor/webrtc-adapter/adapter.min.js": "webrtc-adapter/adapter.min.js"]

    /// - Throws: `ConfigurationError` when a page is not there.
    init(webFolder: String, vendorFolder: String, headers: SecurityHeaders) throws {
        self.headers = headers
        let root = URL(fileURLWithPath: webFolder, isDirectory: true).standardizedFileURL
        guard let paths = FileManager.default.enumerator(atPath: root.path) else {
            throw ConfigurationError("VISAVIS_WEB: there is no folder \(webFolder)")
        }
        for case let path as String in paths
        where Self.contentTypes[(path as NSString).pathExtension] != nil && path != Self.developersFile {
            files["/" + path] = try Self.read(root.appending(path: path))
        }
        for (address, folder) in Self.pages {
            guard let page = files.removeValue(forKey: "/\(folder)/index.html") else {
                throw ConfigurationError("VISAVIS_WEB: \(webFolder)/\(folder)/index.html is missing; point it to the Web folder")
            }
            files[address] = page
        }
        for (address, path) in Self.thingPages {
            guard let page = files.removeValue(forKey: path) else {
                throw ConfigurationError("VISAVIS_WEB: \(webFolder)\(path) is missing; point it to the Web folder")
            }
            thingFiles[address] = page
        }
        files["/widget.js"] = files["/widget/widget.js"]
        for (address, path) in Self.vendorFiles {
            let url = URL(fileURLWithPath: vendorFolder, isDirectory: true).appending(path: path)
            guard let file = try? Self.read(url) else {
                throw ConfigurationError("\(url.path) is missing: install Debian's libjs-webrtc-adapter, or set VISAVIS_VENDOR")
            }
            files[address] = file
        }
    }

    private static func read(_ url: URL) throws -> File {
        let body = [UInt8](try Data(contentsOf: url))
        let digest = SHA256.hash(data: body).prefix(12).map { String(format: "%02x", $0) }.joined()
        let variant = { (ending: String) in (try? Data(contentsOf: url.appendingPathExtension(ending))).map { [UInt8]($0) } }
        return File(
            contentType: contentTypes[url.pathExtension] ?? "application/octet-stream", etag: "\"\(digest)\"", body: body,
            gzip: variant("gz"), brotli: variant("br"))
    }

    func respond(to exchange: HTTPExchange) {
        guard exchange.request.method == .get || exchange.request.method == .head else {
            var head = HTTPResponse(status: .methodNotAllowed)
            head.headerFields[.allow] = "GET, HEAD"
            return send(head, [], exchange)
        }
        guard let file = file(at: exchange.path) else {
            var head = HTTPResponse(status: .notFound)
            head.headerFields[.contentType] = "text/plain; charset=utf-8"
            return send(head, Array("There is nothing at this address.\n".utf8), exchange)
        }
        let (encoding, body) = choose(file, exchange.request.headerFields[.acceptEncoding] ?? "")
        // One tag a representation (RFC 9110 §8.8.3).
        let etag = encoding.map { "\(file.etag.dropLast())-\($0)\"" } ?? file.etag
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentType] = file.contentType
        head.headerFields[.cacheControl] = "no-cache"
        head.headerFields[.eTag] = etag
        head.headerFields[.vary] = "Accept-Encoding"
        if Self.matches(exchange.request.headerFields[.ifNoneMatch], etag) {
            head.status = .notModified
            return send(head, [], exchange)
        }
        head.headerFields[.contentEncoding] = encoding
        send(head, body, exchange)
    }

    private func file(at path: String) -> File? {
        if let file = files[path] { return file }
        guard let slash = path.dropFirst().firstIndex(of: "/"), let page = thingFiles[String(path[...slash])],
            Identifier<Any>(path[path.index(after: slash)...]) != nil
        else { return nil }
        return page
    }

    private func choose(_ file: File, _ accepted: String) -> (String?, [UInt8]) {
        let codings = Set(
            accepted.split(separator: ",").compactMap { part -> String? in
                let parameters = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
                return parameters.contains("q=0") ? nil : parameters.first
            })
        if let brotli = file.brotli, codings.contains("br") { return ("br", brotli) }
        if let gzip = file.gzip, codings.contains("gzip") { return ("gzip", gzip) }
        return (nil, file.body)
    }

    /// RFC 9110 §13.1.2, weak comparison.
    private static func matches(_ field: String?, _ etag: String) -> Bool {
        guard let field else { return false }
        return field == "*"
            || field.split(separator: ",").contains { $0.trimmingCharacters(in: .whitespaces).replacing(/^W\//, with: "") == etag }
    }

    private func send(_ head: HTTPResponse, _ body: [UInt8], _ exchange: HTTPExchange) {
        var head = head
        secure(&head, path: exchange.path, isSecure: exchange.isSecure)
        exchange.respond(head, body: body)
    }

    func secure(_ head: inout HTTPResponse, path: String, isSecure: Bool) {
        headers.apply(to: &head, path: path, isSecure: isSecure)
    }
}
