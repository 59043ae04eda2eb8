import Testing

@testable import Media

@Suite struct DTLSHandshakeTests {
    @Test func bothSidesGetTheSameKeys() throws {
        let link = try DTLSLink()
        #expect(link.connect())
        let (client, server) = try (#require(link.client.state.keys), #require(link.server.state.keys))
        #expect(client.profile == .aeadAES128GCM)
        #expect(server.profile == .aeadAES128GCM)
        #expect(client.sending == server.receiving)
        #expect(client.receiving == server.sending)
        #expect(client.sending != client.receiving)
        #expect(client.sending.count == 28)
        #expect(link.now < milliseconds(10))
        #expect(link.client.nextDeadline == nil)
        #expect(link.server.nextDeadline == nil)
        #expect(link.sent.values.joined().allSatisfy { $0.count <= 1_200 })
    }

    @Test func theKeysProtectMedia() throws {
        let link = try DTLSLink()
        #expect(link.connect())
        let (client, server) = try (#require(link.client.state.keys), #require(link.server.state.keys))
        let sender = try SRTPSender(profile: client.profile, key: client.sending)
        let receiver = try SRTPReceiver(profile: server.profile, key: server.receiving)
        let packet = RFC5769.bytes("800f1234decafbadcafebabe") + [UInt8](repeating: 7, count: 900)
        #expect(receiver.plain(try #require(sender.protected(packet))) == packet)
    }

    @Test func theServersOrderOfProfilesWins() throws {
        let link = try DTLSLink(offers: [.aes128CMSHA1_80, .aeadAES128GCM])
        #expect(link.connect())
        #expect(link.server.state.keys?.profile == .aeadAES128GCM)
        let old = try DTLSLink(offers: [.aes128CMSHA1_80])
        #expect(old.connect())
        #expect(old.server.state.keys?.profile == .aes128CMSHA1_80)
        #expect(old.client.state.keys?.sending.count == 30)
        #expect(old.client.state.keys?.sending == old.server.state.keys?.receiving)
    }

    @Test func withoutASharedProfileThereIsNoAssociation() throws {
        let link = try DTLSLink(offers: [.aes128CMSHA1_80], accepts: [.aeadAES128GCM])
        #expect(link.run { link.client.state.closing != nil && link.server.state.closing != nil })
        #expect(link.server.state.closing == .failed(.noSharedProfile))
    }

    /// A browser's ClientHello is larger than a datagram.
    @Test(arguments: [[0, 1], [1, 0], [0], [1], [0, 0, 1, 1], []])
    func aClientHelloInTwoFragments(firstDelivery: [Int]) throws {
        let link = try DTLSLink()
        // More records leave than our client counts.
        var numbering = DTLSRecordNumbering()
        link.route = { side, number, datagram in
            guard side == .client else { return [datagram] }
            var parts = datagram[13] == 1 ? DTLSBytes.halves(datagram) : [datagram]
            for index in parts.indices { numbering.renumber(&parts[index]) }
            return number == 0 ? firstDelivery.map { parts[$0] } : parts
        }
        #expect(link.connect())
        #expect(link.now < milliseconds(70))
    }

    /// OpenSSL by itself would let a second pass.
    @Test func aLostServerFlightIsSentAgainAfterFiftyMilliseconds() throws {
        let link = try DTLSLink()
        let flight = 1
        link.route = { side, number, datagram in side == .server && number < flight ? [] : [datagram] }
        // The client's own repetition does not help: a server that has answered waits for what comes next.
        #expect(link.connect())
        #expect(link.now < milliseconds(70))
    }

    @Test func aLostClientFlightIsSentAgain() throws {
        let link = try DTLSLink()
        link.route = { side, number, datagram in side == .client && number == 1 ? [] : [datagram] }
        #expect(link.connect())
        #expect(link.now < milliseconds(120))
    }

    @Test(arguments: 1...4)
    func aLostFinalFlightIsSentAgain(times: Int) throws {
        let link = try DTLSLink()
        var lost = 0
        link.route = { side, _, datagram in
            guard side == .server, datagram[0] == 20, lost < times else { return [datagram] }
            lost += 1
            return []
        }
        #expect(link.connect())
        #expect(lost == times)
        #expect(link.client.state.keys?.sending == link.server.state.keys?.receiving)
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func aBadNetworkOnlyTakesLonger(seed: UInt64) throws {
        let link = try DTLSLink(seed: seed, faults: .init(loss: 0.2, repetition: 0.2, longestDelay: 80))
        #expect(link.connect(), "seed \(seed)")
        link.settle()
        #expect(link.areConnected, "seed \(seed)")
        #expect(link.client.state.keys?.sending == link.server.state.keys?.receiving, "seed \(seed)")
        #expect(link.client.state.keys?.receiving == link.server.state.keys?.sending, "seed \(seed)")
    }

    @Test func nobodyThereIsGivenUpAfterHalfAMinute() throws {
        let link = try DTLSLink()
        link.route = { _, _, _ in [] }
        link.run { link.client.state.closing != nil }
        #expect(link.client.state.closing == .timedOut)
        #expect(link.server.state.closing == .timedOut)
        #expect(link.now == milliseconds(30_000))
        // 50 ms, doubling up to 1.6 s: not more than this for half a minute.
        #expect((link.sent[.client]?.count ?? 0) < 30)
        #expect(link.sent[.server] == [])
    }
}
