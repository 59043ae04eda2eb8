import Testing

@testable import Media

/// What a sender must never do with a number that it has used.
@Suite struct SRTPSenderTests {
    private let key = SecretBytes(RFC5769.bytes("000102030405060708090a0b0c0d0e0fa0a1a2a3a4a5a6a7a8a9aaab"))

    @Test func everyPacketOfTheWindowCanBeSentAgain() throws {
        let sender = try SRTPSender(profile: .aeadAES128GCM, key: key)
        // Over the wrap.
        for number in stride(from: 0x7000, to: 0xff00, by: 0x1000) { _ = sender.protected(packet(number)) }
        let first = 0xff00
        let sent = try (0..<1_100).map { try #require(sender.protected(packet(first + $0))) }
        for number in (76..<1_100).shuffled() { #expect(sender.protected(packet(first + number)) == sent[number]) }
        for number in 0..<76 { #expect(sender.protected(packet(first + number)) == nil, "nobody knows what was under it") }
    }

    @Test func anotherPacketUnderAUsedNumberIsNotSent() throws {
        let sender = try SRTPSender(profile: .aeadAES128GCM, key: key)
        let original = packet(100)
        let sent = try #require(sender.protected(original))
        for place in [0, 1, 4, 12, original.count - 1] {
            var other = original
            other[place] ^= place == 0 ? 0x20 : 1
            #expect(sender.protected(other) == nil)
        }
        #expect(sender.protected(original + [0]) == nil)
        #expect(sender.protected(Array(original.dropLast())) == nil)
        #expect(sender.protected(original) == sent)
    }

    @Test func whatIsNotSentIsNoLongerThere() throws {
        let sender = try SRTPSender(profile: .aeadAES128GCM, key: key)
        _ = sender.protected(packet(100))
        var other = packet(100, filler: 9) + [UInt8](repeating: 0xee, count: 20)
        let length = other.count - 20
        unsafe other.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            #expect(unsafe sender.protect(start, length: length) == nil)
        }
        #expect(other[12..<length + 16].allSatisfy { $0 == 0 })
    }

    @Test func aGapBecomesFilledLater() throws {
        let sender = try SRTPSender(profile: .aeadAES128GCM, key: key)
        let receiver = try SRTPReceiver(profile: .aeadAES128GCM, key: key)
        for number in [10, 500, 20, 1_033, 10, 9] {
            let protected = sender.protected(packet(number))
            #expect((protected == nil) == (number == 9))
            if let protected { _ = receiver.result(protected) }
        }
        #expect(receiver.result(try #require(sender.protected(packet(600)))) == .packet(length: 40))
    }

    @Test func streamsAreBoundedAndThoseThatAreThereGoOn() throws {
        let sender = try SRTPSender(profile: .aeadAES128GCM, key: key)
        let count = SRTPSender.maxSources
        // Some fall on the same slots.
        let sources = (0..<count).map { $0.isMultiple(of: 2) ? UInt32($0) : UInt32($0) << 20 }
        let sent = sources.map { sender.protected(packet(1, source: $0)) }
        #expect(sent.allSatisfy { $0 != nil })
        #expect(sender.protected(packet(1, source: 0xdead_beef)) == nil)
        #expect(sources.map { sender.protected(packet(1, source: $0)) } == sent)
        #expect(sources.allSatisfy { sender.protected(packet(2, source: $0)) != nil })
    }

    @Test func headersThatDoNotFitAreRefused() throws {
        let sender = try SRTPSender(profile: .aeadAES128GCM, key: key)
        let receiver = try SRTPReceiver(profile: .aeadAES128GCM, key: key)
        for first: UInt8 in [0x8f, 0x90, 0x9f] {
            let bytes = [first] + packet(1, filler: 0xff).dropFirst()
            #expect(sender.protected(Array(bytes.prefix(40))) == nil)
            for length in 0...bytes.count { #expect(receiver.result(Array(bytes.prefix(length))) == .malformed) }
        }
        var random = SeededGenerator(seed: 7_714)
        for _ in 0..<5_000 {
            let noise = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(receiver.result(noise).isRefusal)
        }
    }

    private func packet(_ number: Int, source: UInt32 = 5, filler: UInt8 = 0x41) -> [UInt8] {
        let packet = TestPacket(sequence: UInt16(truncatingIfNeeded: number), ssrc: source, payload: .init(repeating: filler, count: 28))
        return packet.bytes
    }
}
