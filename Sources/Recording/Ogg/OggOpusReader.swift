/// Reads an Ogg/Opus stream whole: hold music, or a mix of ours.
public enum OggOpusReader {
    /// Larger files are refused: an hour of music at 128 kbit/s.
    public static let largest = 64 << 20

    /// The packets of the first Opus stream in the file, mono or stereo, in order.
    public static func packets(_ bytes: [UInt8]) throws(RecordingError) -> [OpusStreamPacket] {
        guard bytes.count <= largest else { throw RecordingError(.tooLarge, "Ogg file of \(bytes.count) bytes") }
        var stream = OggPacketStream()
        var offset = 0
        var packets: [OpusStreamPacket] = []
        var serial: UInt32?
        while let (page, length) = OggPage.parse(bytes, at: offset) {
            offset += length
            if serial == nil, page.isFirst, page.body.starts(with: OpusHead.magic) {
                guard OpusHead(page.body) != nil else { throw RecordingError(.damaged, "only Opus in mono or stereo can be played") }
                serial = page.serial
            }
            guard page.serial == serial else { continue }
            for packet in stream.take(page) where !packet.starts(with: Array("Opus".utf8)) {
                if let packet = OpusStreamPacket(packet) { packets.append(packet) }
            }
        }
        guard serial != nil, !packets.isEmpty else { throw RecordingError(.damaged, "not an Ogg/Opus file") }
        return packets
    }

    /// The packets of a file.
    public static func packets(of path: String, files: some RecordingFiles) throws(RecordingError) -> [OpusStreamPacket] {
        try packets(try files.contents(of: path, limit: largest))
    }
}

/// Joins what pages carry into packets; a packet whose beginning is missing is left out.
struct OggPacketStream {
    private var partial: [UInt8]?

    mutating func take(_ page: OggPage) -> [[UInt8]] {
        var packets: [[UInt8]] = []
        var offset = 0
        if !page.isContinuation { partial = [] }
        for length in page.lacing {
            partial?.append(contentsOf: page.body[offset..<offset + Int(length)])
            offset += Int(length)
            guard length < 255 else { continue }
            if let whole = partial, !whole.isEmpty { packets.append(whole) }
            partial = []
        }
        if page.lacing.last != 255 { partial = nil }
        return packets
    }
}
