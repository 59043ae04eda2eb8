import Testing

@testable import Media

@Suite struct ICELiteTests {
    @Test func anAuthenticCheckValidatesItsPath() {
        var peer = ICEPeer()
        #expect(peer.agent.selected == nil)
        #expect(peer.agent.consentDeadline == nil)
        // The first one is used at once: DTLS comes before nomination.
        #expect(peer.ask() == .selected)
        #expect(peer.answer == .success(STUNTransaction(high: 7, low: 1), mapped: ICEPeer.wifi.remote))
        #expect(peer.agent.isValidated(ICEPeer.wifi))
        #expect(!peer.agent.isValidated(ICEPeer.mobile))
        #expect(peer.ask() == ICELite.Change.none)
    }

    @Test func whatProvesNothingGetsNoAnswer() throws {
        var peer = ICEPeer()
        let right = peer.check
        peer.check.password = "wrong"
        #expect(peer.ask() == nil)
        peer.check = right
        peer.check.username = "nobody12:them"
        #expect(peer.ask() == nil)
        peer.check = right
        let request = unsafe try #require(written { unsafe right.write(STUNTransaction(high: 1, low: 1), into: $0) })
        // A wrong FINGERPRINT, none, and none of the two.
        var changed = request
        changed[changed.count - 1] ^= 1
        #expect(peer.send(changed) == nil)
        var bare = Array(request.dropLast(8))
        bare.replaceSubrange(2..<4, with: UInt16(bare.count - 20).octets)
        #expect(peer.send(bare) == nil)
        // No MESSAGE-INTEGRITY, but all the rest.
        #expect(peer.send(STUNTests.sealed(Array(request.dropLast(32)) + [UInt8](repeating: 0, count: 8))) == nil)
        // A response is not a request.
        #expect(peer.send(RFC5769.ipv4Response) == nil)
        #expect(peer.agent.selected == nil)
        #expect(peer.agent.consentDeadline == nil)
        #expect(peer.send(request) == .selected)
    }

    @Test func anAnswerIsNeverLongerThanTheQuestion() {
        for path in [ICEPeer.wifi, ICEPeer.mobile] {
            for role in [STUNCheck.Role.controlling, .controlled] {
                var peer = ICEPeer()
                peer.check.role = role
                _ = peer.ask(path)
                #expect((peer.lastResponse?.count ?? .max) <= peer.lastRequest.count)
            }
        }
    }

    @Test func aPeerThatSaysControlledHasToChange() {
        var peer = ICEPeer()
        peer.check.role = .controlled
        #expect(peer.ask() == ICELite.Change.none)
        #expect(peer.answer == .error(STUNTransaction(high: 7, low: 1), code: 487))
        #expect(peer.agent.selected == nil)
        peer.check.role = .controlling
        #expect(peer.ask() == .selected)
    }

    @Test func theSampleRequestOfRFC5769IsAuthenticAndInConflict() {
        var peer = ICEPeer()
        peer.agent = ICELite(credentials: ICECredentials(ufrag: "evtj", password: RFC5769.password))
        peer.check = STUNCheck(username: "evtj:h6vY", password: RFC5769.password)
        #expect(peer.send(RFC5769.request) == ICELite.Change.none)
        #expect(peer.answer == .error(STUNTransaction(high: 0xb7e7_a701, low: 0xbc34_d686_fa87_dfae), code: 487))
    }

    @Test func anAttributeThatMustBeUnderstoodAndIsNotIsRefused() throws {
        var peer = ICEPeer()
        let check = peer.check
        let request = unsafe try #require(
            written { memory in
                var writer = unsafe STUNWriter(STUN.MessageType.bindingRequest, STUNTransaction(high: 1, low: 2), into: memory)
                writer.put(STUN.Attribute.username, text: check.username)
                writer.begin(0x7ffe, length: 4)
                writer.put(UInt32(0))
                return writer.finish(password: check.password)
            })
        #expect(peer.send(request) == ICELite.Change.none)
        #expect(peer.answer == .error(STUNTransaction(high: 1, low: 2), code: 420))
        #expect(peer.agent.selected == nil)
    }

    @Test func credentialsAreOfIceCharacters() {
        var random = SeededGenerator(seed: 2)
        let credentials = (0..<1_000).map { _ in ICECredentials(using: &random) }
        #expect(Set(credentials).count == 1_000)
        #expect(credentials.allSatisfy { $0.ufrag.count == 8 && $0.password.count == 24 })
        let characters = credentials.flatMap { $0.ufrag + $0.password }
        #expect(characters.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "/") })
        #expect(Set(characters).count == 64)
    }
}
