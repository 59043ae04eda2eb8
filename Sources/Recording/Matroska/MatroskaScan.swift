internal import Media

/// Reads a Matroska file of ours from its first cluster to the last one that is whole. Used by repair and check; takes nothing for granted.
struct MatroskaScan {
    /// A cluster takes two seconds of one participant: far less than this.
    static let largestCluster = 48 << 20

    private(set) var header: MatroskaHeader?
    private(set) var clusters = 0
    private(set) var cues: [MatroskaCue] = []
    /// Milliseconds to the end of the last frame.
    private(set) var durationMs: Int64 = 0
    /// Where the last whole cluster ends.
    private(set) var end = Int64(MatroskaHeader.bytes)
    /// A whole list of cues follows the last cluster and ends the file.
    private(set) var hasCues = false
    private(set) var hasVideo = false
    private(set) var hasAudio = false

    init(_ reader: ChunkReader, visit: ((ClusterContents, [UInt8]) -> Void)? = nil) throws(RecordingError) {
        header = MatroskaHeader((try? reader.read(MatroskaHeader.bytes, at: 0)) ?? [])
        var timing = BlockTiming()
        while end < reader.length {
            let head = try reader.read(16, at: end)
            guard let element = EBMLReader.head(head, at: 0, end: head.count), let size = element.size, size <= Self.largestCluster else {
                return
            }
            let bytes = Int(size) + element.bytes
            guard end + Int64(bytes) <= reader.length else { return }
            if element.id == ElementID.cues.rawValue {
                hasCues = end + Int64(bytes) == reader.length
                return
            }
            // A chunk that does not open ends what can be read, like bytes that are no cluster.
            guard element.id == ElementID.cluster.rawValue, let content = try? reader.read(bytes, at: end),
                let cluster = ClusterContents(content)
            else { return }
            take(cluster, content, &timing)
            visit?(cluster, content)
            end += Int64(bytes)
            clusters += 1
        }
    }

    private mutating func take(_ cluster: ClusterContents, _ content: [UInt8], _ timing: inout BlockTiming) {
        var cue: MatroskaCue?
        for block in cluster.blocks {
            let isVideo = block.track == MatroskaTrack.videoNumber
            hasVideo = hasVideo || isVideo
            hasAudio = hasAudio || !isVideo
            durationMs = max(durationMs, timing.end(of: block, in: content))
            if cue == nil, isVideo, block.isKeyFrame { cue = MatroskaCue(time: block.time, track: block.track, position: end) }
        }
        if cue == nil, !hasVideo, let first = cluster.blocks.first {
            cue = MatroskaCue(time: first.time, track: first.track, position: end)
        }
        if let cue { cues.append(cue) }
    }
}

/// When a frame ends: an Opus packet says so itself; a picture stands as long as the one before it did.
struct BlockTiming {
    private var lastPicture: Int64?
    private var interval: Int64 = 40

    mutating func end(of block: ClusterContents.Block, in bytes: [UInt8]) -> Int64 {
        guard block.track == MatroskaTrack.videoNumber else {
            return block.time + Int64(OpusPacket.samples(bytes[block.frame]) ?? 960) / 48
        }
        return end(ofPictureAt: block.time)
    }

    mutating func end(ofPictureAt time: Int64) -> Int64 {
        if let lastPicture, time > lastPicture { interval = min(time - lastPicture, 100) }
        lastPicture = time
        return time + interval
    }
}
