import Testing

@testable import Media

@Suite struct SRTPTests {
    /// Master key and salt of RFC 3711 §B.3; the packet is the one that libsrtp proves itself with.
    private let packet = RFC5769.bytes("800f1234decafbadcafebabeabababababababababababababababab")
    private let counterModeKey = SecretBytes(RFC5769.bytes("e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6"))
    private let galoisKey = SecretBytes(RFC5769.bytes("000102030405060708090a0b0c0d0e0fa0a1a2a3a4a5a6a7a8a9aaab"))

    private func key(_ profile: SRTPProfile) -> SecretBytes { profile == .aeadAES128GCM ? galoisKey : counterModeKey }

    @Test func protectsToTheKnownBytes() throws {
        let counterMode = try SRTPSender(profile: .aes128CMSHA1_80, key: counterModeKey)
        #expect(
            counterMode.protected(packet)
                == RFC5769.bytes("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb"))
        let galois = try SRTPSender(profile: .aeadAES128GCM, key: galoisKey)
        #expect(
            galois.protected(packet)
                == RFC5769.bytes("800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392"))
    }

    @Test(arguments: SRTPProfile.allCases)
    func whatIsProtectedComesBack(profile: SRTPProfile) throws {
        let sender = try SRTPSender(profile: profile, key: key(profile))
        let receiver = try SRTPReceiver(profile: profile, key: key(profile))
        let protected = try #require(sender.protected(packet))
        #expect(protected.count == packet.count + profile.tagBytes)
        #expect(receiver.plain(protected) == packet)
        let report = RFC5769.bytes("80c90001cafebabe")
        let protectedReport = try #require(sender.protectedRTCP(report))
        #expect(protectedReport.count == report.count + profile.overhead)
        #expect(receiver.plainRTCP(protectedReport) == report)
    }

    @Test(arguments: SRTPProfile.allCases)
    func aReplayIsRefused(profile: SRTPProfile) throws {
        let sender = try SRTPSender(profile: profile, key: key(profile))
        let receiver = try SRTPReceiver(profile: profile, key: key(profile))
        let packets = (0..<3_000).compactMap { sender.protected(numbered(UInt16(0x7000 + $0))) }
        #expect(packets.allSatisfy { receiver.result($0) == .packet(length: packet.count) })
        #expect(packets.allSatisfy { receiver.result($0) == .replayed })
        let report = try #require(sender.protectedRTCP(RFC5769.bytes("80c90001cafebabe")))
        #expect(receiver.resultRTCP(report) == .packet(length: 8))
        #expect(receiver.resultRTCP(report) == .replayed)
    }

    @Test(arguments: SRTPProfile.allCases)
    func aWindowOfReorderingIsAccepted(profile: SRTPProfile) throws {
        let sender = try SRTPSender(profile: profile, key: key(profile))
        let receiver = try SRTPReceiver(profile: profile, key: key(profile))
        let packets = (0..<1_100).compactMap { sender.protected(numbered(UInt16($0))) }
        #expect(receiver.result(packets[1_099]) == .packet(length: packet.count))
        #expect(packets[80..<1_099].allSatisfy { receiver.result($0) == .packet(length: packet.count) })
        #expect(receiver.result(packets[10]) == .replayed)
    }

    @Test(arguments: SRTPProfile.allCases, wrapPoints)
    func sequenceNumbersWrap(profile: SRTPProfile, start: UInt16) throws {
        let sender = try SRTPSender(profile: profile, key: key(profile))
        let receiver = try SRTPReceiver(profile: profile, key: key(profile))
        // A first number below 2^15, then forward to the wrap point in steps that keep the rollover counter certain.
        for sequence in stride(from: 0, to: Int(start), by: 1_000) + [Int(start)] {
            let protected = try #require(sender.protected(numbered(UInt16(sequence))))
            _ = receiver.result(protected)
        }
        for step in 1...300 {
            let protected = try #require(sender.protected(numbered(start &+ UInt16(step))))
            #expect(receiver.result(protected) == .packet(length: packet.count))
        }
    }

    @Test(arguments: SRTPProfile.allCases)
    func aPacketSentAgainIsTheSameBytes(profile: SRTPProfile) throws {
        let sender = try SRTPSender(profile: profile, key: key(profile))
        let first = try #require(sender.protected(numbered(100)))
        for sequence in 101..<1_000 { _ = sender.protected(numbered(UInt16(sequence))) }
        #expect(sender.protected(numbered(100)) == first)
    }

    @Test(arguments: SRTPProfile.allCases)
    func garbageDoesNotEndTheCall(profile: SRTPProfile) throws {
        let sender = try SRTPSender(profile: profile, key: key(profile))
        let receiver = try SRTPReceiver(profile: profile, key: key(profile))
        var random = SeededGenerator(seed: 3_711)
        for round in 0..<2_000 {
            let genuine = try #require(sender.protected(numbered(UInt16(round))))
            var forged = genuine
            forged[Int.random(in: 2..<forged.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            #expect(receiver.result(forged).isRefusal)
            let noise = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(receiver.result(noise).isRefusal)
            #expect(receiver.resultRTCP(noise).isRefusal)
            #expect(receiver.result(genuine) == .packet(length: packet.count))
        }
    }

    @Test func sourcesAreBoundedAndThoseThatAreKnownGoOn() throws {
        let sender = try SRTPSender(profile: .aeadAES128GCM, key: galoisKey)
        let receiver = try SRTPReceiver(profile: .aeadAES128GCM, key: galoisKey)
        let foreign = try SRTPSender(profile: .aeadAES128GCM, key: SecretBytes([UInt8](repeating: 9, count: 28)))
        // Whoever does not have the key uses nothing up.
        for source in 1_000..<2_000 {
            #expect(receiver.result(try #require(foreign.protected(numbered(1, source: UInt32(source))))) == .unauthenticated)
        }
        for source in 0..<SRTPReceiver.maxSources {
            #expect(receiver.result(try #require(sender.protected(numbered(1, source: UInt32(source))))) == .packet(length: packet.count))
        }
        #expect(receiver.result(try #require(sender.protected(numbered(1, source: 999)))) == .tooManySources)
        for source in 0..<SRTPReceiver.maxSources {
            #expect(receiver.result(try #require(sender.protected(numbered(2, source: UInt32(source))))) == .packet(length: packet.count))
        }
    }

    @Test func aKeyOfAnotherLengthIsRefused() {
        #expect(throws: SRTPError.keyLength(28)) { try SRTPSender(profile: .aes128CMSHA1_80, key: galoisKey) }
        #expect(throws: SRTPError.keyLength(0)) { try SRTPReceiver(profile: .aeadAES128GCM, key: SecretBytes([])) }
    }

    @Test func whatIsNoPacketIsNotProtected() throws {
        let sender = try SRTPSender(profile: .aeadAES128GCM, key: galoisKey)
        for length in 0..<12 { #expect(sender.protected(Array(packet[..<length])) == nil) }
        for length in 0..<8 { #expect(sender.protectedRTCP([UInt8](repeating: 0x80, count: length)) == nil) }
    }

    @Test func librarySetUpFromManyThreads() async {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask { [galoisKey] in (try? SRTPSender(profile: .aeadAES128GCM, key: galoisKey)) != nil }
            }
            for await isThere in group { #expect(isThere) }
        }
    }

    @Test func secretsAreNotPrinted() {
        #expect("\(SecretBytes([1, 2, 3]))" == "3 secret bytes")
        #expect(SecretBytes([1, 2, 3]) == SecretBytes([1, 2, 3]))
        #expect(SecretBytes([1, 2, 3]) != SecretBytes([1, 2, 4]))
        #expect(SecretBytes([1, 2, 3]) != SecretBytes([1, 2]))
    }

    private func numbered(_ sequence: UInt16, source: UInt32 = 0xcafe_babe) -> [UInt8] {
        var packet = packet
        packet.replaceSubrange(2..<4, with: sequence.octets)
        packet.replaceSubrange(8..<12, with: source.octets)
        return packet
    }
}
