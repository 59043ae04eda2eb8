import Crypto
import Domain
import Foundation

/// The links in the letters of call backs: whoever has one is the customer, for as long as their ticket or the call that comes of it
/// lives, and is to be written to where that letter went: a letter to an address that was mistyped opens nothing once it is put right.
/// Nothing of them is stored: the server's key makes and knows them.
struct CallbackLinks: Sendable {
    private let key: SymmetricKey

    init(key: ServerKey) { self.key = key.key(for: .callbacks) }

    /// `interaction.signature`; 128 bits of HMAC-SHA-256. Stands behind a `#`, so that it is in no request's address.
    func secret(of interaction: InteractionID, to contact: ContactAddress) -> String {
        "\(interaction).\(signature(of: interaction, to: contact))"
    }

    /// What it says it is about; `nil`: it has not the form of one. To be believed only if it `opens` it.
    func interaction(in secret: String) -> InteractionID? {
        let parts = secret.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 ? InteractionID(parts[0]) : nil
    }

    func opens(_ secret: String, _ interaction: InteractionID, to contact: ContactAddress) -> Bool {
        Constant.equal(Data(secret.utf8), Data(self.secret(of: interaction, to: contact).utf8))
    }

    private func signature(of interaction: InteractionID, to contact: ContactAddress) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(interaction) \(contact)".utf8), using: key)
        return RandomToken.base64url(Data(code.prefix(16)))
    }
}
