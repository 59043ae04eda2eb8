import Testing

@testable import Media

/// Somebody who can put datagrams into the path, but has no keys.
@Suite struct DTLSFloodTests {
    @Test func fragmentsThatNeverEndAreGivenUp() throws {
        let link = try DTLSLink()
        for number in 0...DTLSHandshakeFilter.maxDatagrams {
            let offset = number % 8_000
            link.inject(
                DTLSBytes.record(
                    22, sequence: UInt64(number),
                    DTLSBytes.handshake(1, message: UInt16(number % 10), length: 8_100, offset: offset, [UInt8](repeating: 1, count: 64))),
                to: .server)
        }
        #expect(link.server.state.closing == .failed(.flood))
        #expect(link.server.nextDeadline == nil)
    }

    @Test func whatWantsMuchMemoryDoesNotReachOpenSSL() {
        let body = [UInt8](repeating: 1, count: 64)
        #expect(verdicts(for: DTLSBytes.record(22, DTLSBytes.handshake(1, message: 0, length: 60_000, offset: 0, body))) == [.drop])
        #expect(verdicts(for: DTLSBytes.record(22, DTLSBytes.handshake(1, message: 900, length: 64, offset: 0, body))) == [.drop])
        #expect(verdicts(for: DTLSBytes.record(22, epoch: 2, body)) == [.drop])
        #expect(verdicts(for: DTLSBytes.record(23, body)) == [.drop])
        #expect(verdicts(for: DTLSBytes.record(22, [1, 2, 3])) == [.drop])
        let sound = DTLSBytes.handshake(1, message: 0, length: 64, offset: 0, body)
        #expect(verdicts(for: DTLSBytes.record(22, sound)) == [.pass])
        #expect(verdicts(for: DTLSBytes.record(22, version: 0x0303, sound)) == [.drop])
        #expect(verdicts(for: []) == [.drop])
        #expect(verdicts(for: [UInt8](repeating: 22, count: 3_000)) == [.drop])
        // Records of the next epoch wait in memory until there are keys.
        let early = verdicts(for: DTLSBytes.record(22, epoch: 1, body), times: 100)
        #expect(early.filter { $0 == .pass }.count == DTLSHandshakeFilter.maxEarlyRecords)
    }

    @Test func aHandshakeSurvivesGarbage() throws {
        let link = try DTLSLink(seed: 1)
        var random = SeededGenerator(seed: 2)
        for _ in 0..<100 {
            var noise = (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            if noise.count > 13 { noise.replaceSubrange(0..<3, with: [22, 0xfe, 0xfd]) }
            link.inject(noise, to: .server)
            link.inject(noise, to: .client)
        }
        #expect(link.connect())
    }

    @Test func aCallSurvivesEverythingWithoutKeys() throws {
        let link = try DTLSLink()
        #expect(link.connect())
        link.settle()
        // A fatal alert in the clear, close_notify in the clear, the same with a wrong signature, another ClientHello.
        for side in [DTLSLink.Side.client, .server] {
            for epoch in [0, 1, 2] as [UInt16] {
                for alert in [[2, 40], [1, 0]] as [[UInt8]] {
                    link.inject(DTLSBytes.record(21, epoch: epoch, sequence: 9, alert), to: side)
                    link.inject(DTLSBytes.record(21, epoch: epoch, sequence: 9, alert + [UInt8](repeating: 3, count: 24)), to: side)
                }
            }
            link.inject(DTLSBytes.clientHello(cipherSuites: [0xc02b]), to: side)
        }
        var random = SeededGenerator(seed: 6_347)
        for _ in 0..<5_000 {
            var noise = (0..<Int.random(in: 14...120, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let (content, epoch) = (UInt8.random(in: 20...23, using: &random), UInt8.random(in: 0...1, using: &random))
            noise.replaceSubrange(0..<5, with: [content, 0xfe, 0xfd, 0, epoch])
            noise.replaceSubrange(11..<13, with: UInt16(noise.count - 13).octets)
            link.inject(noise, to: .server)
        }
        #expect(link.areConnected)
    }

    /// Whoever repeats the peer's last datagram from the same address makes us send little.
    @Test func theFinalFlightIsNotAnAmplifier() throws {
        let link = try DTLSLink()
        #expect(link.connect())
        let last = try #require(link.sent[.client]?.last)
        let before = link.sent[.server]?.count ?? 0
        for _ in 0..<10_000 {
            link.inject(last, to: .server)
            link.wait(.milliseconds(1))
        }
        link.settle()
        #expect((link.sent[.server]?.count ?? .max) - before <= 32)
        #expect(link.areConnected)
    }

    private func verdicts(for datagram: [UInt8], times: Int = 1) -> [DTLSHandshakeFilter.Verdict] {
        var filter = DTLSHandshakeFilter()
        return (0..<times).map { _ in unsafe datagram.withUnsafeBytes { unsafe filter.judge($0) } }
    }
}
