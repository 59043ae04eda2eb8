import Testing

@testable import Media

@Suite struct DTLSClosingTests {
    @Test(arguments: [DTLSLink.Side.client, .server])
    func closeNotifyReachesTheOther(side: DTLSLink.Side) throws {
        let link = try DTLSLink()
        #expect(link.connect())
        let (closes, hears) = side == .client ? (link.client, link.server) : (link.server, link.client)
        closes.close()
        #expect(closes.state.closing == .closeNotify)
        #expect(link.run { hears.state.closing != nil })
        #expect(hears.state.closing == .closeNotify)
    }

    @Test func closingTwiceIsClosingOnce() throws {
        let link = try DTLSLink()
        #expect(link.connect())
        link.settle()
        link.server.close()
        link.server.close()
        var alerts = 0
        unsafe link.server.drain { _ in alerts += 1 }
        #expect(alerts == 1)
        link.server.advance(to: milliseconds(100_000))
        #expect(link.server.state.closing == .closeNotify)
    }

    @Test func closingBeforeThereAreKeysIsSilent() throws {
        let link = try DTLSLink()
        link.server.close()
        var datagrams = 0
        unsafe link.server.drain { _ in datagrams += 1 }
        #expect(datagrams == 0)
        #expect(link.server.state.closing == .closeNotify)
        link.inject(DTLSBytes.clientHello(cipherSuites: [0xc02b]), to: .server)
        unsafe link.server.drain { _ in datagrams += 1 }
        #expect(datagrams == 0)
    }
}
