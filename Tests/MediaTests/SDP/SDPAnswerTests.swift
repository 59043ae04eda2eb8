import Media
import Testing

@Suite struct SDPAnswerTests {
    private static let transport = SDPTransport(
        ufrag: "relay", password: "0123456789abcdefghijklmn",
        fingerprint: "sha-256 " + Array(repeating: "C0", count: 32).joined(separator: ":"),
        candidates: [
            SDPCandidate(
                address: SocketAddress(address: IPAddress(ipv4: 0xc000_0207), port: 5_000), foundation: "1", priority: 2_130_706_431),
            SDPCandidate(
                address: SocketAddress(address: IPAddress(high: 0xfd00 << 48, low: 2), port: 5_000), foundation: "2",
                priority: 2_130_706_175),
        ])

    /// Takes what is sent, sends what is taken.
    private func answers(_ offer: SDPOffer) -> [SectionAnswer] {
        offer.sections.enumerated().map { index, section in
            let codecs = section.codecs(accepting: CodecPolicy())
            let stream = StreamDescription(
                ssrc: UInt32(1_000 + index), rtxSSRC: section.kind == .video ? UInt32(2_000 + index) : nil, cname: "relay",
                streamID: "s\(index)",
                trackID: "t\(index)")
            switch section.direction {
            case .sendonly: return .receive(Array(codecs.prefix(1)))
            case .recvonly: return .send(codecs, stream)
            case .sendrecv: return .both(Array(codecs.prefix(1)), stream)
            case .inactive: return .inactive(codecs)
            }
        }
    }

    private func make(_ offer: SDPOffer, _ sections: [SectionAnswer]) throws -> (session: [String], sections: [[String]]) {
        let text = String(decoding: try SDPAnswer.make(offer, transport: Self.transport, sections: sections), as: UTF8.self)
        #expect(text.hasSuffix("\r\n"))
        var groups: [[String]] = [[]]
        for line in text.unicodeScalars.split(separator: "\n") {
            #expect(line.last == "\r", "CRLF everywhere")
            let line = String(line.dropLast())
            if line.hasPrefix("m=") { groups.append([]) }
            groups[groups.count - 1].append(line)
        }
        return (groups[0], Array(groups.dropFirst()))
    }

    @Test(arguments: OfferFixture.allCases) func everyLiveSectionCarriesItsTransport(fixture: OfferFixture) throws {
        let offer = try fixture.offer
        let answer = try make(offer, answers(offer))
        #expect(Array(answer.session.prefix(5)) == ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=ice-lite"])
        #expect(answer.sections.count == offer.sections.count, "none is missing, none is added")
        for (section, lines) in zip(offer.sections, answer.sections) {
            #expect(lines.contains("a=mid:\(section.mid)") && lines[1] == "c=IN IP4 0.0.0.0", "in the offer's order")
            if section.isRejected || section.kind == .application {
                #expect(lines[0].split(separator: " ")[1] == "0" && lines.contains("a=inactive"))
                continue
            }
            #expect(
                Set(lines).isSuperset(of: ["a=ice-ufrag:relay", "a=ice-pwd:\(Self.transport.password)", "a=setup:passive", "a=rtcp-mux"]))
            #expect(lines.contains("a=fingerprint:\(Self.transport.fingerprint)"))
            #expect(lines.contains("a=candidate:1 1 udp 2130706431 192.0.2.7 5000 typ host"))
            #expect(lines.contains("a=candidate:2 1 udp 2130706175 fd00:0:0:0:0:0:0:2 5000 typ host"))
            #expect(lines.last == "a=end-of-candidates" && !lines.contains { $0.contains("transport-cc") || $0.contains("transport-wide") })
        }
    }

    @Test(arguments: OfferFixture.allCases) func nothingIsSaidThatWasNotOffered(fixture: OfferFixture) throws {
        let (text, offer) = (try fixture.text, try fixture.offer)
        for (section, lines) in zip(offer.sections, try make(offer, answers(offer)).sections)
        where !section.isRejected && section.kind != .application {
            let offered = text.components(ofSection: section.mid)
            let types = lines[0].split(separator: " ").dropFirst(3)
            #expect(!types.isEmpty && types.allSatisfy { offered[0].split(separator: " ").dropFirst(3).contains($0) })
            for line in lines where line.hasPrefix("a=extmap:") || line.hasPrefix("a=rtcp-fb:") || line.hasPrefix("a=rtpmap:") {
                #expect(offered.contains(line), "\(line)")
            }
            #expect(lines.contains { $0.hasPrefix("a=rtcp-fb:") } == (section.kind == .video))
        }
    }

    @Test func directionsAreTurned() throws {
        let offer = try OfferFixture.chromium.offer
        let sections = try make(offer, answers(offer)).sections
        for (lines, direction) in zip(sections, ["recvonly", "recvonly", "sendonly", "sendonly"]) {
            #expect(lines.contains("a=\(direction)"))
        }
        #expect(!sections[0].contains { $0.hasPrefix("a=ssrc") || $0.hasPrefix("a=msid") }, "who only receives has no stream")
        #expect(sections[2].filter { $0.hasPrefix("a=ssrc:") } == ["a=ssrc:1002 cname:relay", "a=ssrc:1002 msid:s2 t2"])
        #expect(sections[3].contains("a=ssrc-group:FID 1003 2003") && sections[3].contains("a=msid:s3 t3"))
        #expect(sections[1][0] == "m=video 9 UDP/TLS/RTP/SAVPF 96 97", "one codec is taken")
        #expect(sections[3][0] == "m=video 9 UDP/TLS/RTP/SAVPF 96 97 108 109", "any of two may be sent")
        #expect(sections[3].contains("a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"))
        #expect(sections[0].contains("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1"))
    }

    @Test func bothWaysInOneSection() throws {
        let offer = try OfferFixture.chromiumBoth.offer
        let answer = try make(offer, answers(offer))
        #expect(answer.session.contains("a=group:BUNDLE 0 1"), "the rejected data channel is not in the group")
        #expect(answer.sections[0].contains("a=sendrecv") && answer.sections[1].contains("a=sendrecv"))
        #expect(answer.sections[2][0].hasPrefix("m=application 0 UDP/DTLS/SCTP "))
    }

    @Test func theOffersDirectionLimitsTheAnswers() throws {
        let offer = try OfferFixture.chromium.offer
        let stream = StreamDescription(ssrc: 5, rtxSSRC: nil, cname: "c", streamID: "s", trackID: "t")
        let codecs = offer.sections.map { $0.codecs(accepting: CodecPolicy()) }
        let sections = try make(offer, [.send(codecs[0], stream), .reject, .receive(codecs[2]), .inactive(codecs[3])]).sections
        #expect(sections[0].contains("a=inactive") && !sections[0].contains { $0.hasPrefix("a=ssrc") })
        #expect(sections[1][0].hasPrefix("m=video 0 ") && sections[2].contains("a=inactive") && sections[3].contains("a=inactive"))
        #expect(sections[3][0].hasPrefix("m=video 9 "), "inactive keeps its place")
    }

    @Test func theBundleNamesOnlyWhatIsThere() throws {
        let offer = try OfferFixture.firefoxRenegotiated.offer
        #expect(try make(offer, answers(offer)).session.contains("a=group:BUNDLE 1 2 4 5"))
        let nothing = try make(offer, offer.sections.map { _ in .reject })
        #expect(!nothing.session.contains { $0.hasPrefix("a=group") })
    }

    @Test func withoutACommonCodecTheSectionIsRejected() throws {
        var text = OfferText()
        text.video = ["m=video 9 UDP/TLS/RTP/SAVPF 98", "a=mid:1", "a=sendonly", "a=rtcp-mux", "a=rtpmap:98 AV1/90000"]
        let offer = try SDPOffer(parsing: text.bytes)
        let answer = try make(offer, answers(offer))
        #expect(answer.sections[1][0] == "m=video 0 UDP/TLS/RTP/SAVPF 98" && answer.session.contains("a=group:BUNDLE 0"))
    }

    @Test func aPeerWithoutRetransmissionGetsNone() throws {
        var text = OfferText()
        text.video = ["m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:1", "a=recvonly", "a=rtcp-mux", "a=rtpmap:96 VP8/90000"]
        let offer = try SDPOffer(parsing: text.bytes)
        let lines = try make(offer, answers(offer)).sections[1]
        #expect(!lines.contains { $0.contains("FID") || $0.contains("2001") || $0.contains("rtx") })
    }

    @Test func oneSSRCInTwoSectionsIsRefused() throws {
        let offer = try OfferFixture.chromiumBoth.offer
        let stream = StreamDescription(ssrc: 5, rtxSSRC: nil, cname: "c", streamID: "s", trackID: "t")
        let codecs = offer.sections.map { $0.codecs(accepting: CodecPolicy()) }
        let sections: [SectionAnswer] = [.both(codecs[0], stream), .both(codecs[1], stream), .reject]
        #expect(throws: SDPError(.duplicateSSRC)) { try SDPAnswer.make(offer, transport: Self.transport, sections: sections) }
        #expect(throws: SDPError(.sectionMismatch)) { try SDPAnswer.make(offer, transport: Self.transport, sections: [.reject]) }
    }
}

extension String {
    /// The lines of the section with this name.
    fileprivate func components(ofSection mid: String) -> [String] {
        var groups: [[String]] = [[]]
        for line in unicodeScalars.split(whereSeparator: { $0 == "\n" || $0 == "\r" }).map({ String($0) }) {
            if line.hasPrefix("m=") { groups.append([]) }
            groups[groups.count - 1].append(line)
        }
        return groups.first { $0.contains("a=mid:\(mid)") } ?? []
    }
}
