import Fuzzing
import Media

/// Whatever is taken must be answered, and the answer must be lines of text.
final class SDPTarget: FuzzTarget {
    let name = "sdp"
    let maximumLength = 20_000
    let dictionary: [[UInt8]] = [
        "\r\n", "\n", "a=", "m=audio 9 UDP/TLS/RTP/SAVPF 0", "m=video 0 UDP/TLS/RTP/SAVPF 96", "a=mid:", "a=group:BUNDLE ",
        "a=bundle-only\r\n",
        "a=ssrc:1 cname:x", "a=ssrc-group:FID 1 2", "a=extmap:1/recvonly ", "a=fmtp:96 ", "a=rtpmap:96 VP8/90000\r\n", "a=sendrecv\r\n",
        "a=rtcp-fb:* nack", ";",
        "=", ":", "/", " ", "4294967296", "-1", "\u{301}", "\u{0}",
    ].map { Array($0.utf8) }

    func run(_ input: [UInt8]) {
        guard let offer = try? SDPOffer(parsing: input) else { return }
        let sections: [SectionAnswer] = offer.sections.enumerated().map { index, section in
            let stream = StreamDescription(ssrc: UInt32(index * 2), rtxSSRC: UInt32(index * 2 + 1), cname: "c", streamID: "s", trackID: "t")
            return .both(section.codecs(accepting: CodecPolicy()), stream)
        }
        let transport = SDPTransport(ufrag: "u", password: "p", fingerprint: "sha-256 00", candidates: [])
        guard let answer = try? SDPAnswer.make(offer, transport: transport, sections: sections) else { preconditionFailure("no answer") }
        let lines = answer.split(separator: UInt8(ascii: "\n"))
        for line in lines { precondition(line.last == UInt8(ascii: "\r") && line.dropLast().allSatisfy { $0 >= 0x20 }) }
        precondition(lines.filter { $0.starts(with: Array("m=".utf8)) }.count == offer.sections.count)
    }
}
