/// Names one WebSocket connection of one `TransportLoop`.
///
/// Slots are used again and each use has a new generation, so an identifier kept after its connection was closed names
/// nothing: every call that takes it is then without effect.
public struct LinkID: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    /// The identifier that `rawValue` came from.
    public init(rawValue: UInt64) {
        self.init(slot: UInt32(truncatingIfNeeded: rawValue), generation: UInt32(truncatingIfNeeded: rawValue >> 32))
    }

    /// A stable integer, for logs and tables.
    public var rawValue: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
}

extension LinkID: CustomStringConvertible {
    public var description: String { "\(slot).\(generation)" }
}
