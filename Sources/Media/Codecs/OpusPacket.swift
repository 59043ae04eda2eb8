/// What the first byte of an Opus packet says (RFC 6716 §3.1).
public struct OpusPacket: Hashable, Sendable {
    public static let clockRate = 48_000

    public let isStereo: Bool
    public let frameCount: Int
    public let samplesPerFrame: Int
    /// Nothing but the table of contents, or a byte more: silence that the sender did not code.
    public let isDiscontinuous: Bool

    /// `nil` when it is empty, or longer than the 120 ms that RFC 6716 allows.
    public init?(_ payload: UnsafeRawBufferPointer) {
        let octets = unsafe Octets(payload)
        guard octets.count >= 1 else { return nil }
        let contents = octets[0]
        isStereo = contents & 0x04 != 0
        samplesPerFrame = Self.samples(configuration: contents >> 3)
        switch contents & 0x03 {
        case 0: frameCount = 1
        case 1, 2: frameCount = 2
        default:
            guard octets.count >= 2 else { return nil }
            frameCount = Int(octets[1] & 0x3f)
        }
        guard frameCount > 0, frameCount * samplesPerFrame <= 5_760 else { return nil }
        isDiscontinuous = octets.count <= 2
    }

    /// At 48 kHz.
    public var sampleCount: Int { frameCount * samplesPerFrame }

    public var duration: Duration { .nanoseconds(Int64(sampleCount) * 1_000_000_000 / Int64(Self.clockRate)) }

    private static func samples(configuration: UInt8) -> Int {
        switch configuration {
        // SILK: 10, 20, 40, 60 ms.
        case 0..<12: [480, 960, 1_920, 2_880][Int(configuration & 3)]
        // Hybrid: 10, 20 ms.
        case 12..<16: configuration & 1 == 0 ? 480 : 960
        // CELT: 2.5, 5, 10, 20 ms.
        default: 120 << Int(configuration & 3)
        }
    }
}
