@testable import Media

extension TestPacket {
    /// Any packet that RTP allows, of 12 to 1,500 bytes.
    static func random(sequence: UInt16, source: UInt32, using random: inout some RandomNumberGenerator) -> [UInt8] {
        var packet = TestPacket(
            marker: .random(using: &random), payloadType: .random(in: 0...127, using: &random), sequence: sequence,
            timestamp: .random(in: 0...UInt32.max, using: &random), ssrc: source, payload: [])
        if Int.random(in: 0..<4, using: &random) == 0 {
            packet.sources = (0..<Int.random(in: 1...15, using: &random)).map { _ in .random(in: 0...UInt32.max, using: &random) }
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: packet.extensions = noise(0...60, using: &random)
        case 1: (packet.profile, packet.extensions) = (0x1000, noise(0...200, using: &random))
        default: break
        }
        if Int.random(in: 0..<5, using: &random) == 0 { packet.padding = .random(in: 1...255, using: &random) }
        let room = 1_500 - packet.bytes.count
        packet.payload = noise(0...(Bool.random(using: &random) ? room : 40), using: &random)
        return packet.bytes
    }

    /// One byte many times: tens of thousands of packets are made of it, and encrypted it is no pattern any more.
    private static func noise(_ count: ClosedRange<Int>, using random: inout some RandomNumberGenerator) -> [UInt8] {
        [UInt8](repeating: .random(in: 0...255, using: &random), count: .random(in: count, using: &random))
    }
}
