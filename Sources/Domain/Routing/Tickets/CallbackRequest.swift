/// Somebody asks to be called back.
public struct CallbackRequest: Hashable, Sendable {
    public let contact: ContactAddress
    /// The beginning of the slot that they chose; `nil`: in their turn.
    public let from: Instant?

    public init(contact: ContactAddress, from: Instant? = nil) {
        self.contact = contact
        self.from = from
    }
}
