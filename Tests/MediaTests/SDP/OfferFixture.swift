import Foundation
import Media

/// Offers as browsers and libraries write them; Chromium's, Firefox's and aiortc's are recorded, Safari's is written after its manner.
enum OfferFixture: String, CaseIterable {
    case chromium = "chromium-unidirectional"
    case firefox = "firefox-unidirectional"
    case safari = "safari-unidirectional"
    case aiortc = "aiortc-unidirectional"
    case chromiumBoth = "chromium-bidirectional"
    /// After sections were added, two stopped, one made inactive, and ICE restarted.
    case chromiumRenegotiated = "chromium-renegotiated"
    case firefoxRenegotiated = "firefox-renegotiated"

    static let unidirectional: [OfferFixture] = [.chromium, .firefox, .safari, .aiortc]

    var text: String {
        get throws {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Offers")
            return String(decoding: try Data(contentsOf: folder.appendingPathComponent(rawValue + ".sdp")), as: UTF8.self)
        }
    }

    var offer: SDPOffer {
        get throws { try SDPOffer(parsing: Array(try text.utf8)) }
    }
}

/// A small offer to be bent: one section of audio and one of video.
struct OfferText {
    var session = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1"]
    var transport = [
        "a=ice-ufrag:abcd", "a=ice-pwd:abcdefghijklmnopqrstuv",
        "a=fingerprint:sha-256 " + Array(repeating: "AB", count: 32).joined(separator: ":"), "a=setup:actpass",
    ]
    var audio = ["m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0", "a=sendonly", "a=rtcp-mux", "a=rtpmap:111 opus/48000/2", "a=ssrc:1 cname:c"]
    var video = [
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97", "a=mid:1", "a=sendonly", "a=rtcp-mux", "a=rtpmap:96 VP8/90000", "a=rtpmap:97 rtx/90000",
        "a=fmtp:97 apt=96", "a=ssrc-group:FID 2 3", "a=ssrc:2 cname:c", "a=ssrc:3 cname:c",
    ]
    var lineEnd = "\r\n"

    var bytes: [UInt8] {
        let lines = session + audio.prefix(1) + transport + audio.dropFirst() + video.prefix(1) + transport + video.dropFirst()
        return Array(lines.map { $0 + lineEnd }.joined().utf8)
    }

    /// What `body` makes of it is refused for this reason.
    static func refusal(_ body: (inout OfferText) -> Void) -> SDPError.Code? {
        var text = OfferText()
        body(&text)
        do throws(SDPError) {
            _ = try SDPOffer(parsing: text.bytes)
            return nil
        } catch {
            return error.code
        }
    }
}
