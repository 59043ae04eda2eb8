import Media
import Testing

@Suite struct SDPOfferTests {
    @Test(arguments: OfferFixture.unidirectional) func readsTheOffersOfAllClients(fixture: OfferFixture) throws {
        let offer = try fixture.offer
        #expect(offer.sections.map(\.mid) == ["0", "1", "2", "3"] && offer.bundle == ["0", "1", "2", "3"])
        #expect(offer.sections.map(\.kind) == [.audio, .video, .audio, .video])
        #expect(offer.sections.map(\.direction) == [.sendonly, .sendonly, .recvonly, .recvonly])
        #expect(offer.sections.filter(\.isRejected).isEmpty, "bundled sections may have port 0")
        #expect(offer.iceUfrag.count >= 4 && offer.icePassword.count >= 22 && offer.fingerprint.hasPrefix("sha-256 "))
        let (audio, video) = (offer.sections[0], offer.sections[1])
        #expect(audio.mediaSSRCs.count == 1 && audio.retransmissions.isEmpty)
        #expect(video.mediaSSRCs.count == 1 && video.ssrcs.count == 2 && video.retransmissions[video.mediaSSRCs[0]] == video.ssrcs[1])
        #expect(audio.cname != nil && audio.cname == video.cname && audio.trackID != nil)
        #expect(audio.codecs(accepting: CodecPolicy()).map(\.isOpus) == [true])
        let best = try #require(video.codecs(accepting: CodecPolicy()).first)
        #expect(best.video == .vp8 && best.rtxPayloadType != nil && best.feedback.isSuperset(of: [.nack, .nackPLI, .remb]))
        #expect(audio.extensions[.mid] != nil && audio.extensions[.audioLevel] != nil && video.extensions[.absSendTime] != nil)
    }

    @Test func payloadTypesAndIdsDifferFromPeerToPeer() throws {
        let types = try OfferFixture.unidirectional.map { try $0.offer.sections[1].codecs(accepting: CodecPolicy())[0].payloadType }
        #expect(types == [96, 120, 100, 97])
        let ids = try OfferFixture.unidirectional.map { try $0.offer.sections[0].extensions }
        #expect(
            ids == [
                [.audioLevel: 1, .absSendTime: 2, .mid: 4], [.audioLevel: 1, .mid: 3], [.audioLevel: 1, .absSendTime: 2, .mid: 4],
                [.mid: 1, .audioLevel: 2],
            ])
    }

    @Test func takesTheConstrainedBaselineInPieces() throws {
        let policy = CodecPolicy(video: [.h264])
        #expect(try OfferFixture.chromium.offer.sections[1].codecs(accepting: policy).map(\.payloadType) == [108], "not 102, not 114")
        #expect(try OfferFixture.safari.offer.sections[1].codecs(accepting: policy).map(\.payloadType) == [98], "not the high profile")
        #expect(try OfferFixture.aiortc.offer.sections[1].codecs(accepting: policy).map(\.payloadType) == [101])
        #expect(try OfferFixture.firefox.offer.sections[1].codecs(accepting: policy).isEmpty)
    }

    @Test func aRenegotiationKeepsItsPlaces() throws {
        for fixture in [OfferFixture.chromiumRenegotiated, .firefoxRenegotiated] {
            let offer = try fixture.offer
            #expect(offer.sections.map(\.mid) == ["0", "1", "2", "3", "4", "5"] && offer.bundle == ["1", "2", "4", "5"])
            #expect(offer.sections.map(\.isRejected) == [true, false, false, true, false, false])
            #expect(offer.sections[4].direction == .sendonly && offer.sections[5].direction == .inactive)
        }
        #expect(try OfferFixture.chromiumRenegotiated.offer.iceUfrag == "6g7v", "of the first section that lives")
    }

    @Test func otherMediaIsKnownAsSuch() throws {
        let offer = try OfferFixture.chromiumBoth.offer
        #expect(offer.sections.map(\.kind) == [.audio, .video, .application])
        #expect(offer.sections[2].codecs(accepting: CodecPolicy()).isEmpty)
    }

    @Test(arguments: ["\r\n", "\n"]) func linesEndEitherWay(end: String) throws {
        let offer = try SDPOffer(parsing: OfferText(lineEnd: end).bytes)
        #expect(offer.sections.count == 2 && offer.sections[1].retransmissions == [2: 3] && offer.sections[0].mid == "0")
    }

    @Test func theLastLineNeedsNoEnd() throws {
        #expect(try SDPOffer(parsing: Array(OfferText().bytes.dropLast(2))).sections[1].ssrcs == [2, 3])
    }

    @Test func attributesOfTheSessionCountForAll() throws {
        var text = OfferText()
        text.session += text.transport + ["a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid", "a=recvonly"]
        text.transport = []
        text.audio.removeAll { $0 == "a=sendonly" }
        let offer = try SDPOffer(parsing: text.bytes)
        #expect(offer.iceUfrag == "abcd" && offer.sections.map { $0.extensions[.mid] } == [3, 3])
        #expect(offer.sections.map(\.direction) == [.recvonly, .sendonly])
    }

    @Test func aDirectedExtensionIsNotNegotiated() throws {
        var text = OfferText()
        text.audio += [
            "a=extmap:5/recvonly urn:ietf:params:rtp-hdrext:ssrc-audio-level", "a=extmap:15 urn:ietf:params:rtp-hdrext:sdes:mid",
        ]
        #expect(try SDPOffer(parsing: text.bytes).sections[0].extensions == [:])
    }

    @Test func otherDigestsMayStandBeside() throws {
        var text = OfferText()
        text.transport += ["a=fingerprint:sha-512 AA:BB", "a=fingerprint:SHA-1 00"]
        #expect(try SDPOffer(parsing: text.bytes).fingerprint.hasPrefix("sha-256 AB:"))
    }

    @Test func wildcardFeedbackCountsForAll() throws {
        var text = OfferText()
        text.video += ["a=rtcp-fb:* nack", "a=rtcp-fb:96 ccm fir", "a=rtcp-fb:97 goog-remb", "a=rtcp-fb:5 nack pli"]
        #expect(try SDPOffer(parsing: text.bytes).sections[1].codecs[0].feedback == [.nack, .fir])
    }
}
