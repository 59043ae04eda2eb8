/// The tokens that open a `hello`, fetched over HTTP as the pages do.
struct Tokens {
    private struct Answer: Decodable { let token: String }
    private struct Login: Decodable { let csrf: String }
    private struct Configuration: Decodable {
        struct UseCase: Decodable { let name: String }
        let useCases: [UseCase]
    }

    /// A token costs the server a durable write: this many at a time share its commits.
    private static let parallel = 32

    let port: UInt16

    /// Tokens of new customers, each one's own. The connections live as long as the call: between two phases the server
    /// would close them as idle.
    func visitors(_ count: Int) throws -> [String] {
        let clients = (0..<min(count, Self.parallel)).map { _ in HTTPClient(port: port) }
        var tokens: [String] = []
        while tokens.count < count {
            let batch = clients.prefix(count - tokens.count)
            for client in batch { try client.send("POST", "/api/visitor", body: "{}") }
            for client in batch { tokens.append(try client.receive().decode(Answer.self).token) }
        }
        return tokens
    }

    func agent(_ name: String, password: String) throws -> String {
        let client = HTTPClient(port: port)
        let login = try client.exchange("POST", "/api/login", body: #"{"name":"\#(name)","password":"\#(password)"}"#)
        let csrf = try login.decode(Login.self).csrf
        guard let cookie = login.headers["set-cookie"]?.split(separator: ";").first else {
            throw LoadError("login of \(name) set no cookie")
        }
        return try client.exchange("POST", "/api/token", headers: ["Cookie: \(cookie)", "X-CSRF-Token: \(csrf)"], body: "{}")
            .decode(Answer.self).token
    }

    /// The first use case that is configured.
    func useCase() throws -> String {
        let configuration = try HTTPClient(port: port).exchange("GET", "/api/config").decode(Configuration.self)
        guard let first = configuration.useCases.first else { throw LoadError("the server has no use case configured") }
        return first.name
    }
}
