/// The source of new ids: the system's cryptographic generator, or a seeded one so that a random schedule can be played again.
public struct IdentifierSource: RandomNumberGenerator, Sendable {
    /// State of the SplitMix64 sequence; `nil`: the system's generator.
    private var seeded: UInt64?

    public init() {}

    /// For reproducible schedules only: such ids can be guessed.
    public init(seed: UInt64) {
        seeded = seed
    }

    public mutating func next() -> UInt64 {
        guard let state = seeded else {
            var system = SystemRandomNumberGenerator()
            return system.next()
        }
        let advanced = state &+ 0x9E37_79B9_7F4A_7C15
        seeded = advanced
        var mixed = advanced
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
