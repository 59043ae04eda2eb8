import Media
import Testing

@Suite struct SDPRefusalTests {
    @Test func aGoodOneIsTaken() { #expect(OfferText.refusal { _ in } == nil) }

    @Test func sizesAreBounded() {
        #expect(OfferText.refusal { $0.session.append("a=x:" + String(repeating: "y", count: 65_536)) } == .tooLarge)
        #expect(OfferText.refusal { text in for _ in 0..<63 { text.video.append("m=application 9 UDP/DTLS/SCTP x") } } == .tooManySections)
        #expect(OfferText.refusal { text in for ssrc in 10..<80 { text.video.append("a=ssrc:\(ssrc) cname:c") } } == .tooManyEntries)
        let formats = (0..<128).map { "\($0)" }.joined(separator: " ")
        #expect(OfferText.refusal { $0.audio[0] = "m=audio 9 UDP/TLS/RTP/SAVPF \(formats) 1" } == .tooManyEntries)
    }

    @Test func textIsText() throws {
        #expect(OfferText.refusal { $0.session[2] = "s" } == .malformedLine)
        #expect(OfferText.refusal { $0.session[2] = "s:-" } == .malformedLine)
        #expect(OfferText.refusal { $0.audio[1] = "a=mid:0\u{0}" } == .notText)
        #expect(OfferText.refusal { $0.audio[1] = "a=mid:0\ra=mid:1" } == .notText, "a lone CR would end a line in the answer")
        var bytes = OfferText().bytes
        bytes += Array("a=x:".utf8) + [0xff, 0xfe, 0x0d, 0x0a]
        #expect(throws: SDPError(.notText, line: 30)) { try SDPOffer(parsing: bytes) }
        #expect(throws: SDPError(.noSections)) { try SDPOffer(parsing: []) }
    }

    @Test func transportIsWhole() {
        #expect(OfferText.refusal { $0.transport.remove(at: 0) } == .missingICE)
        #expect(OfferText.refusal { $0.transport.remove(at: 1) } == .missingICE)
        #expect(OfferText.refusal { $0.transport.remove(at: 2) } == .missingFingerprint)
        #expect(OfferText.refusal { $0.transport[0] = "a=ice-ufrag:a b" } == .malformedAttribute)
        #expect(OfferText.refusal { $0.transport[1] = "a=ice-pwd:short" } == .malformedAttribute)
        #expect(OfferText.refusal { $0.transport[2] = "a=fingerprint:sha-256 AB:CD" } == .malformedAttribute)
        #expect(OfferText.refusal { $0.transport[3] = "a=setup:passive" } == .unsupportedSetup, "we are the server")
        #expect(OfferText.refusal { $0.transport[3] = "a=setup:holdconn" } == .unsupportedSetup)
        #expect(OfferText.refusal { $0.transport[3] = "a=setup:active" } == nil)
    }

    @Test func oneTransportCarriesAll() {
        #expect(OfferText.refusal { $0.session.removeLast() } == .missingBundle)
        #expect(OfferText.refusal { $0.session[4] = "a=group:BUNDLE 0" } == .missingBundle)
        #expect(OfferText.refusal { $0.audio.remove(at: 3) } == .missingMultiplexing)
        #expect(OfferText.refusal { $0.video[0] = "m=video 9 RTP/AVP 96 97" } == .unsupportedProtocol)
    }

    @Test func namesAreThereAndUnique() {
        #expect(OfferText.refusal { $0.audio.remove(at: 1) } == .missingMid)
        #expect(OfferText.refusal { $0.audio[1] = "a=mid:1" } == .duplicateMid)
        #expect(OfferText.refusal { $0.audio[1] = "a=mid:0 1" } == .malformedAttribute)
        #expect(OfferText.refusal { $0.audio[1] = "a=mid:seventeen-letters" } == .malformedAttribute, "no room in the header extension")
        #expect(OfferText.refusal { $0.video[8] = "a=ssrc:1 cname:c" } == .duplicateSSRC)
        #expect(OfferText.refusal { $0.video[0] = "m=video 9 UDP/TLS/RTP/SAVPF 96 97 96" } == .duplicatePayloadType)
    }

    @Test func numbersAreNumbers() {
        for line in ["m=video 65536 UDP/TLS/RTP/SAVPF 96", "m=video 9 UDP/TLS/RTP/SAVPF 128", "m=video 9 UDP/TLS/RTP/SAVPF", "m=video"] {
            #expect(OfferText.refusal { $0.video[0] = line } == .malformedLine, "\(line)")
        }
        let attributes = [
            "a=ssrc:4294967296 cname:c", "a=ssrc-group:FID 7 7", "a=ssrc-group:FID 7", "a=rtpmap:96 VP8", "a=rtpmap:96 VP8/fast",
            "a=rtpmap:x VP8/90000", "a=extmap:x urn:y", "a=extmap:1",
        ]
        for line in attributes { #expect(OfferText.refusal { $0.video.append(line) } == .malformedAttribute, "\(line)") }
    }

    @Test(arguments: OfferFixture.allCases) func everyCutIsSurvived(fixture: OfferFixture) throws {
        let bytes = Array(try fixture.text.utf8)
        for length in stride(from: 0, to: bytes.count, by: 97) { _ = try? SDPOffer(parsing: Array(bytes[..<length])) }
    }
}
