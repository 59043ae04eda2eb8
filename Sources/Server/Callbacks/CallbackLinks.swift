import Crypto
import Domain
import Foundation

/// The links in the letters of call backs: whoever has one is the customer, for as long as their ticket or the call that comes of it
/// lives. Nothing of them is stored: the server's key makes and knows them.
struct CallbackLinks: Sendable {
    private let key: SymmetricKey

    init(key: ServerKey) { self.key = key.key(for: .callbacks) }

    /// `interaction.signature`; 128 bits of HMAC-SHA-256. Stands behind a `#`, so that it is in no request's address.
    func secret(of interaction: InteractionID) -> String { "\(interaction).\(signature(of: interaction))" }

    /// `nil`: not one of ours.
    func interaction(in secret: String) -> InteractionID? {
        let parts = secret.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let interaction = InteractionID(parts[0]),
            Constant.equal(Data(parts[1].utf8), Data(signature(of: interaction).utf8))
        else { return nil }
        return interaction
    }

    private func signature(of interaction: InteractionID) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(interaction.description.utf8), using: key)
        return RandomToken.base64url(Data(code.prefix(16)))
    }
}
