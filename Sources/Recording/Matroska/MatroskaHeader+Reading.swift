extension MatroskaHeader {
    /// What `encoded` wrote; nil when these bytes are anything else.
    init?(_ bytes: [UInt8]) {
        var file = EBMLReader(bytes, 0..<min(bytes.count, Self.bytes))
        guard let ebml = file.next(), ebml.is(.ebml) else { return nil }
        var segment: EBMLReader.Element?
        while segment == nil {
            // The segment goes on behind what was read here.
            guard let element = file.next() ?? file.cutOff(), element.is(.segment) || !element.isOpen else { return nil }
            if element.is(.segment) { segment = element }
        }
        guard let segment, segment.content.lowerBound == Int(Self.segmentStart) else { return nil }
        self.init(tracks: [], startedAt: 0)
        var elements = file.children(of: segment)
        while let element = elements.next() {
            if element.is(.info) { readInfo(elements.children(of: element)) }
            if element.is(.tracks) { readTracks(elements.children(of: element)) }
        }
        guard !tracks.isEmpty else { return nil }
    }

    private mutating func readInfo(_ info: EBMLReader) {
        var info = info
        while let element = info.next() {
            if element.is(.duration), let value = info.float(element), value >= 0, value < 1e12 { durationMs = Int64(value) }
            if element.is(.dateUTC), let value = info.unsigned(element) {
                startedAt = Int64(bitPattern: value) / 1_000_000 + 978_307_200_000
            }
        }
    }

    private mutating func readTracks(_ list: EBMLReader) {
        var list = list
        while let element = list.next(), tracks.count < 2 {
            guard element.is(.trackEntry), let track = Self.track(list.children(of: element)) else { continue }
            tracks.append(track)
        }
    }

    private static func track(_ entry: EBMLReader) -> MatroskaTrack? {
        var entry = entry
        var codec: RecordedCodec?
        var codecPrivate: [UInt8] = []
        var size = (width: 0, height: 0)
        while let element = entry.next() {
            if element.is(.codecID) { codec = RecordedCodec(matroskaID: String(decoding: entry.content(element), as: UTF8.self)) }
            if element.is(.codecPrivate) { codecPrivate = entry.content(element) }
            if element.is(.video) {
                var video = entry.children(of: element)
                while let child = video.next() {
                    guard let value = video.unsigned(child), value < 1 << 16 else { continue }
                    if child.is(.pixelWidth) { size.width = Int(value) }
                    if child.is(.pixelHeight) { size.height = Int(value) }
                }
            }
        }
        return codec.map { MatroskaTrack(codec: $0, codecPrivate: codecPrivate, width: size.width, height: size.height) }
    }
}
