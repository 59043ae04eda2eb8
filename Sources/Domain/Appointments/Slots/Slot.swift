/// A time that can be booked: the customer is expected at its start.
public struct Slot: Hashable, Sendable, Codable {
    public let from: Instant
    /// After `from`.
    public let until: Instant
}
