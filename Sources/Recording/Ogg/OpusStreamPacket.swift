internal import Media

/// An Opus packet of a file and how long it sounds.
public struct OpusStreamPacket: Hashable, Sendable {
    public let bytes: [UInt8]
    /// At 48 kHz.
    public let samples: Int

    /// nil when the bytes are not an Opus packet.
    public init?(_ bytes: [UInt8]) {
        guard let samples = OpusPacket.samples(bytes) else { return nil }
        self.bytes = bytes
        self.samples = samples
    }

    public var duration: Duration { .nanoseconds(Int64(samples) * 62_500 / 3) }
}

extension OpusPacket {
    /// How long a packet sounds, at 48 kHz; nil when it is none.
    static func samples(_ bytes: some Collection<UInt8>) -> Int? {
        unsafe Array(bytes.prefix(3)).withUnsafeBytes { unsafe OpusPacket($0)?.sampleCount }
    }
}
