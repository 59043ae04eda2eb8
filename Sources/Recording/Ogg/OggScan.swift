/// Reads an Ogg/Opus file of ours up to its last whole page.
struct OggScan {
    private(set) var lastPage: OggPage?
    private(set) var end: Int64 = 0
    private(set) var pages = 0
    /// To be played.
    private(set) var samples: Int64 = 0

    private static let largestPage = OggPage.headBytes + 255 + 255 * 255
    /// Samples: packets of 120 ms.
    private static let longestPage: Int64 = 255 * 5_760

    init(_ reader: ChunkReader) throws(RecordingError) {
        var preSkip: Int64 = 0
        while end < reader.length {
            let bytes = try RecordingError.unlessDamaged { () throws(RecordingError) in try reader.read(Self.largestPage, at: end) }
            guard let bytes, let (page, length) = OggPage.parse(bytes, at: 0) else { return }
            guard page.number == UInt32(pages), page.granulePosition <= Int64(pages) * Self.longestPage else { return }
            if pages == 0 {
                guard let head = OpusHead(page.body) else { return }
                preSkip = Int64(head.preSkip)
            }
            if pages >= 2 {
                lastPage = page
                // −1 says that no packet ends on the page.
                samples = max(samples, max(0, page.granulePosition) - preSkip)
            }
            end += Int64(length)
            pages += 1
        }
    }
}
