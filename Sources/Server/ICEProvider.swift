import Crypto
import Domain
import Foundation

/// The STUN and TURN servers a participant is told, with credentials that expire
/// (draft-uberti-behave-turn-rest-00, which coturn calls `use-auth-secret`).
struct ICEProvider: Sendable {
    let stunURLs: [String]
    let turnURLs: [String]
    let secret: SymmetricKey?
    let lifetime: Duration

    /// - Throws: `ConfigurationError` when the secret cannot be read.
    init(_ configuration: ServerConfiguration) throws {
        stunURLs = configuration.stunURLs
        turnURLs = configuration.turnURLs
        lifetime = configuration.turnLifetime
        secret = try configuration.turnSecretPath.map { path in
            guard let text = try? String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines),
                !text.isEmpty
            else { throw ConfigurationError("VISAVIS_TURN_SECRET_FILE: \(path) cannot be read, or is empty") }
            return SymmetricKey(data: Data(text.utf8))
        }
    }

    /// username = "expiry:participant", credential = base64(HMAC-SHA1(secret, username)); expiry in seconds since 1970.
    ///
    /// `date` is the wall clock's: the TURN server compares the expiry with its own.
    func servers(for participant: ParticipantID, at date: Date = Date()) -> [Views.ICEServer] {
        var servers: [Views.ICEServer] = []
        if !stunURLs.isEmpty { servers.append(Views.ICEServer(urls: stunURLs)) }
        if let secret, !turnURLs.isEmpty {
            let username = "\(Int64(date.timeIntervalSince1970) + lifetime.wholeMilliseconds / 1_000):\(participant)"
            let code = HMAC<Insecure.SHA1>.authenticationCode(for: Data(username.utf8), using: secret)
            servers.append(Views.ICEServer(urls: turnURLs, username: username, credential: Data(code).base64EncodedString()))
        }
        return servers
    }
}
