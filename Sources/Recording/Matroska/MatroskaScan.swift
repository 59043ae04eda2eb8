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
    /// Between clusters, where a repair found one that could not be read: milliseconds of the file.
    private(set) var holes: [Range<Int64>] = []
    private(set) var hasVideo = false
    private(set) var hasAudio = false

    init(_ reader: ChunkReader, visit: ((ClusterContents, [UInt8]) -> Void)? = nil) throws(RecordingError) {
        header = MatroskaHeader(try Self.read(reader, MatroskaHeader.bytes, at: 0) ?? [])
        var timing = BlockTiming()
        var isBehindHole = false
        while end < reader.length {
            guard let head = try Self.read(reader, 16, at: end), let element = EBMLReader.head(head, at: 0, end: head.count),
                let size = element.size, size <= Self.largestCluster
            else {
                return
            }
            let bytes = Int(size) + element.bytes
            guard end + Int64(bytes) <= reader.length else { return }
            if element.id == ElementID.cues.rawValue {
                hasCues = end + Int64(bytes) == reader.length
                return
            }
            // A chunk that does not open ends what can be read, like bytes that are no cluster.
            guard let content = try Self.read(reader, bytes, at: end) else { return }
            if element.id == ElementID.void.rawValue {
                // A repair's: there was a cluster that could not be read.
                guard content[element.bytes...].allSatisfy({ $0 == 0 }) else { return }
                end += Int64(bytes)
                isBehindHole = true
                continue
            }
            guard element.id == ElementID.cluster.rawValue, let cluster = ClusterContents(content) else { return }
            if isBehindHole, cluster.time > durationMs { holes.append(durationMs..<cluster.time) }
            isBehindHole = false
            take(cluster, content, &timing)
            visit?(cluster, content)
            end += Int64(bytes)
            clusters += 1
        }
    }

    private static func read(_ reader: ChunkReader, _ count: Int, at offset: Int64) throws(RecordingError) -> [UInt8]? {
        try RecordingError.unlessDamaged { () throws(RecordingError) in try reader.read(count, at: offset) }
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

    /// What came before was moved.
    mutating func move(by shift: Int64) { lastPicture = lastPicture.map { $0 + shift } }

    mutating func end(ofPictureAt time: Int64) -> Int64 {
        if let lastPicture, time > lastPicture { interval = min(time - lastPicture, 100) }
        lastPicture = time
        return time + interval
    }
}
