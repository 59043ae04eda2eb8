import Testing

@testable import Media

/// What an association does not agree to.
@Suite struct DTLSRefusalTests {
    private let strangers = CertificateFingerprint(bytes: [UInt8](repeating: 0xab, count: 32))

    @Test func aClientWithAnotherCertificateIsRefused() throws {
        let link = try DTLSLink(serverExpects: strangers)
        #expect(link.run { link.server.state.closing != nil && link.client.state.closing != nil })
        #expect(link.server.state.closing == .fingerprintMismatch)
        #expect(link.server.nextDeadline == nil)
        #expect(link.client.state.keys == nil)
    }

    @Test func aServerWithAnotherCertificateIsRefused() throws {
        let link = try DTLSLink(clientExpects: strangers)
        #expect(link.run { link.client.state.closing != nil })
        #expect(link.client.state.closing == .fingerprintMismatch)
    }

    /// NULL with SHA-256, NULL with SHA-1, ECDHE with NULL, CBC, anonymous, pre-shared key: nothing that does not encrypt and authenticate.
    @Test(arguments: [0x003b, 0x0002, 0xc006, 0xc009, 0x0034, 0x002f, 0xc034, 0x008c] as [UInt16])
    func weakCipherSuitesAreRefused(suite: UInt16) throws {
        let (closing, sent) = try answer(to: DTLSBytes.clientHello(cipherSuites: [suite]))
        #expect(closing == .failed(.handshake(reason: "no shared cipher")))
        #expect(sent.map { $0[0] } == [21])
    }

    @Test func dtls10IsRefused() throws {
        let (closing, _) = try answer(to: DTLSBytes.clientHello(version: 0xfeff, cipherSuites: [0xc02b]))
        #expect(closing == .failed(.handshake(reason: "unsupported protocol")))
    }

    @Test func theSameHelloWithAGoodSuiteIsAnswered() throws {
        let (closing, sent) = try answer(to: DTLSBytes.clientHello(cipherSuites: [0x003b, 0xc02b]))
        #expect(closing == nil)
        #expect(sent.first?.first == 22)
    }

    private func answer(to hello: [UInt8]) throws -> (DTLSClosing?, [[UInt8]]) {
        let link = try DTLSLink()
        link.route = { _, _, _ in [] }
        link.inject(hello, to: .server)
        link.run(limit: .zero) { true }
        return (link.server.state.closing, link.sent[.server] ?? [])
    }
}
