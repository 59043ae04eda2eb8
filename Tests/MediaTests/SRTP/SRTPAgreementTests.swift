import CSRTP
import Testing

@testable import Media

/// The same packets through libsrtp: the same bytes, the same decisions.
@Suite struct SRTPAgreementTests {
    private let key = SecretBytes(RFC5769.bytes("8f1c36d20b5e94a7713dc80f62ba45e9d0c1b2a3948576675849302f"))
    private let sources: [UInt32] = [0, 1, 0xffff, 0x1_0000, 0xcafe_babe, .max]

    @Test(arguments: 1...6)
    func packetsAreTheSameBytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let (sender, receiver) = (try SRTPSender(profile: .aeadAES128GCM, key: key), try SRTPReceiver(profile: .aeadAES128GCM, key: key))
        let libraryOut = try SRTPLibrary(key: key, direction: ssrc_any_outbound)
        let libraryIn = try SRTPLibrary(key: key, direction: ssrc_any_inbound)
        var numbers = Dictionary(uniqueKeysWithValues: sources.map { ($0, UInt16.random(in: 0..<0x8000, using: &random)) })
        for round in 0..<700 {
            let source = sources[Int.random(in: 0..<sources.count, using: &random)]
            // Jumps make every stream wrap more than twice.
            let sequence = numbers[source, default: 0] &+ UInt16.random(in: 1...2_500, using: &random)
            numbers[source] = sequence
            let plain = TestPacket.random(sequence: sequence, source: source, using: &random)
            let ours = try #require(sender.protected(plain), "seed \(seed), round \(round)")
            #expect(libraryOut.protected(plain) == ours, "seed \(seed), round \(round)")
            #expect(receiver.plain(ours) == plain)
            #expect(libraryIn.result(ours).bytes == plain)
        }
    }

    /// Two wraps with loss, reordering of up to more than the window, duplicates and forgeries.
    @Test(arguments: 1...12)
    func arrivalsAreJudgedTheSame(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let sender = try SRTPLibrary(key: key, direction: ssrc_any_outbound)
        var arrivals: [(at: Int, packet: [UInt8])] = []
        let start = Int.random(in: 0..<0x8000, using: &random)
        let step = seed.isMultiple(of: 3) ? 1...1 : 1...400
        var number = start
        for turn in 0..<1_500 {
            number += Int.random(in: step, using: &random)
            let plain = TestPacket.random(sequence: UInt16(truncatingIfNeeded: number), source: 7, using: &random)
            let packet = try #require(sender.protected(plain))
            if Int.random(in: 0..<20, using: &random) == 0 { continue }
            let isLate = Int.random(in: 0..<10, using: &random) == 0
            arrivals.append((turn + (isLate ? Int.random(in: 1...1_200, using: &random) : 0), packet))
            if Int.random(in: 0..<10, using: &random) == 0 { arrivals.append((turn + Int.random(in: 0...50, using: &random), packet)) }
        }
        arrivals.sort { $0.at < $1.at }
        try judge(arrivals.map(\.packet), seed, &random)
    }

    /// Back and forth around the places where the rollover counter changes and where its guess does.
    @Test(arguments: wrapPoints)
    func wrapsAreJudgedTheSame(point: UInt16) throws {
        var random = SeededGenerator(seed: UInt64(point))
        let sender = try SRTPLibrary(key: key, direction: ssrc_any_outbound)
        var packets: [[UInt8]] = []
        for base in stride(from: 100, through: 0x2_0000 + Int(point), by: 997) {
            let plain = TestPacket.random(sequence: UInt16(truncatingIfNeeded: base), source: 7, using: &random)
            packets.append(try #require(sender.protected(plain)))
        }
        var around: [[UInt8]] = []
        for number in 1...900 {
            let plain = TestPacket.random(sequence: point &+ UInt16(number), source: 7, using: &random)
            around.append(try #require(sender.protected(plain)))
        }
        try judge(packets + around.shuffled(using: &random) + around, UInt64(point), &random)
    }

    private func judge(_ packets: [[UInt8]], _ seed: UInt64, _ random: inout SeededGenerator) throws {
        let ours = try SRTPReceiver(profile: .aeadAES128GCM, key: key)
        let library = try SRTPLibrary(key: key, direction: ssrc_any_inbound)
        var counts: [SRTPResult: Int] = [:]
        for packet in packets {
            if Int.random(in: 0..<8, using: &random) == 0 {
                var forged = packet
                forged[Int.random(in: 2..<forged.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                let (result, expected) = (ours.result(forged), library.result(forged).result)
                // A header that leaves no room for the tag is told by its length here, by its number there.
                #expect(result == expected || result == .malformed && expected.isRefusal, "seed \(seed)")
            }
            let expected = library.result(packet)
            if case .packet = expected.result {
                #expect(ours.plain(packet) == expected.bytes, "seed \(seed)")
            } else {
                let result = ours.result(packet)
                counts[result, default: 0] += 1
                #expect(result == expected.result, "seed \(seed)")
            }
        }
        #expect(counts[.replayed, default: 0] > 0, "there was something to refuse")
    }
}
