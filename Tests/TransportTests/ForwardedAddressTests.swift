import Testing

@testable import Transport

extension TransportTests {
    @Suite struct ForwardedAddressTests {
        static let proxies = ["10.0.0.0/8", "192.0.2.7", "fd00::/8", "::1"].compactMap { AddressRange($0) }

        @Test(
            arguments: [
                // Nobody in between, or somebody who is not trusted.
                ("203.0.113.9", "1.1.1.1", "203.0.113.9"),
                ("10.1.2.3", nil, "10.1.2.3"),
                ("10.1.2.3", "203.0.113.9", "203.0.113.9"),
                // What the client wrote itself stands left of what the proxy saw.
                ("10.1.2.3", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
                ("10.1.2.3", "1.1.1.1, 203.0.113.9, 192.0.2.7", "203.0.113.9"),
                ("10.1.2.3", "10.9.9.9 ,10.8.8.8", "10.9.9.9"),
                ("10.1.2.3", "1.1.1.1, nonsense, 10.8.8.8", "10.8.8.8"),
                ("10.1.2.3", "nonsense", "10.1.2.3"),
                ("::ffff:10.1.2.3", "203.0.113.9:5000", "203.0.113.9"),
                ("fd00::5", "[2001:db8::1]:443", "2001:db8::1"),
                ("::1", "2001:DB8:0::1", "2001:db8::1"),
                ("2001:db8::2", "1.1.1.1", "2001:db8::2"),
            ] as [(String, String?, String)])
        func findsTheClient(peer: String, header: String?, client: String) {
            let found = ForwardedAddress.resolve(
                peer: peer, isSecure: false, forwardedFor: header, forwardedProto: nil, trusting: Self.proxies)
            #expect(found.address == client)
        }

        @Test(arguments: [("10.1.2.3", "https", true), ("10.1.2.3", "https, http", false), ("203.0.113.9", "https", false)])
        func believesTrustedProxiesAboutEncryption(peer: String, proto: String, isSecure: Bool) {
            let found = ForwardedAddress.resolve(
                peer: peer, isSecure: false, forwardedFor: nil, forwardedProto: proto, trusting: Self.proxies)
            #expect(found.isSecure == isSecure)
        }

        @Test(arguments: ["", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0/8", "host", "10.0.0.1/8/8", "::1/+3"])
        func refusesWhatIsNoRange(text: String) { #expect(AddressRange(text) == nil) }

        @Test(arguments: [
            ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "203.0.113.9", true),
            ("192.0.2.128/25", "192.0.2.127", false), ("192.0.2.128/25", "192.0.2.255", true), ("192.0.2.1", "192.0.2.2", false),
        ])
        func rangesHoldTheirAddresses(range: String, address: String, holds: Bool) throws {
            let range = try #require(AddressRange(range))
            #expect(range.contains(try #require(NumericAddress(address))) == holds)
        }

        @Test func aServerBelievesItsProxy() throws {
            let trusting = try TestServer { $0.trustedProxies = [AddressRange("127.0.0.0/8")!] }
            let wary = try TestServer()
            for (server, answer) in [(trusting, "203.0.113.9 true"), (wary, "127.0.0.1 false")] {
                let socket = try RawSocket(port: server.port)
                socket.send("GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.1.1.1, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n\r\n")
                #expect(try socket.response().body == answer)
            }
        }
    }
}
