/// All that stands before the first cluster. It takes `bytes` bytes whatever it says, so that it can be written anew in its place: when
/// the picture joins, and when the file is closed and its length is known.
struct MatroskaHeader: Hashable, Sendable {
    static let bytes = 4_096
    /// A longer codec configuration would not fit; real ones take below 100 bytes.
    static let largestCodecPrivate = 2_048
    /// Where the segment's content begins, to which positions inside it are relative.
    static let segmentStart: Int64 = 57

    var tracks: [MatroskaTrack]
    /// Milliseconds since 1970 at the file's beginning.
    var startedAt: Int64
    var durationMs: Int64?
    /// From the start of the file.
    var cuesPosition: Int64?
    /// Of the whole file; nil while it grows.
    var fileBytes: Int64?

    /// There is room for what the tracks say of themselves.
    var fits: Bool { tracks.count <= 2 && tracks.reduce(0) { $0 + $1.codecPrivate.count } <= Self.largestCodecPrivate }

    /// H.264 is not WebM.
    var isWebM: Bool { !tracks.contains { $0.codec == .h264 } }

    var encoded: [UInt8] {
        var writer = EBMLWriter(reserving: Self.bytes)
        writer.master(.ebml) { ebml in
            ebml.unsigned(.ebmlVersion, 1)
            ebml.unsigned(.ebmlReadVersion, 1)
            ebml.unsigned(.ebmlMaxIDLength, 4)
            ebml.unsigned(.ebmlMaxSizeLength, 8)
            ebml.string(.docType, isWebM ? "webm" : "matroska")
            ebml.unsigned(.docTypeVersion, 4)
            ebml.unsigned(.docTypeReadVersion, 2)
            // The names differ in length: what follows starts at one place in both. (Emptiness after this element instead of inside it
            // makes ffmpeg count positions from the wrong place.)
            ebml.void(total: isWebM ? 6 : 2)
        }
        writer.segment(size: fileBytes.map { $0 - Self.segmentStart })
        precondition(Int64(writer.bytes.count) == Self.segmentStart, "the segment starts where positions are counted from")
        if let cuesPosition { writeSeekHead(&writer, cuesPosition) }
        writer.master(.info) { info in
            info.unsigned(.timestampScale, 1_000_000)
            info.string(.muxingApp, "Visavis")
            info.string(.writingApp, "Visavis")
            // Nanoseconds since 2001-01-01T00:00:00Z.
            info.signed64(.dateUTC, (startedAt - 978_307_200_000) * 1_000_000)
            if let durationMs { info.float(.duration, Double(durationMs)) }
        }
        writer.master(.tracks) { list in for track in tracks { Self.write(track, to: &list) } }
        writer.void(total: Self.bytes - writer.bytes.count)
        return writer.bytes
    }

    private func writeSeekHead(_ writer: inout EBMLWriter, _ cues: Int64) {
        writer.master(.seekHead) { head in
            head.master(.seek) { seek in
                seek.binary(.seekID, [0x1c, 0x53, 0xbb, 0x6b])
                seek.fixed(.seekPosition, UInt64(cues - Self.segmentStart))
            }
        }
    }

    private static func write(_ track: MatroskaTrack, to list: inout EBMLWriter) {
        list.master(.trackEntry) { entry in
            entry.unsigned(.trackNumber, UInt64(track.number))
            entry.unsigned(.trackUID, UInt64(track.number))
            entry.unsigned(.trackType, track.codec.isVideo ? 1 : 2)
            entry.unsigned(.flagLacing, 0)
            entry.string(.codecID, track.codec.matroskaID)
            if !track.codecPrivate.isEmpty { entry.binary(.codecPrivate, track.codecPrivate) }
            if track.codec.isVideo {
                entry.master(.video) { video in
                    video.unsigned(.pixelWidth, UInt64(max(1, track.width)))
                    video.unsigned(.pixelHeight, UInt64(max(1, track.height)))
                }
            } else {
                // What a decoder has to hear before its output is right (RFC 7845 §4.6).
                entry.unsigned(.codecDelay, 0)
                entry.unsigned(.seekPreRoll, 80_000_000)
                entry.master(.audio) { audio in
                    audio.float(.samplingFrequency, 48_000)
                    audio.unsigned(.channels, 2)
                }
            }
        }
    }
}
