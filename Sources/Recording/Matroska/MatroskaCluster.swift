/// A cluster: two seconds of media at most, written whole.
enum MatroskaCluster {
    /// What a block's 16 bits can say, with some way to go.
    static let longestMs: Int64 = 30_000

    /// - Parameter blocks: In the order they are to be written; not empty, and no further apart than `longestMs`.
    static func encode(_ blocks: [MatroskaBlock]) -> [UInt8] {
        let base = max(0, blocks.map(\.time).min() ?? 0)
        var writer = EBMLWriter(reserving: blocks.reduce(64) { $0 + $1.frame.count + 16 })
        writer.master(.cluster) { cluster in
            cluster.unsigned(.timestamp, UInt64(base))
            for block in blocks {
                let relative = Int16(clamping: block.time - base)
                cluster.simpleBlock(track: block.track, relativeTime: relative, isKeyFrame: block.isKeyFrame, frame: block.frame)
            }
        }
        return writer.bytes
    }

    static func encodeCues(_ cues: [MatroskaCue]) -> [UInt8] {
        var writer = EBMLWriter(reserving: 32 * cues.count + 16)
        writer.master(.cues) { list in
            for cue in cues {
                list.master(.cuePoint) { point in
                    point.unsigned(.cueTime, UInt64(max(0, cue.time)))
                    point.master(.cueTrackPositions) { positions in
                        positions.unsigned(.cueTrack, UInt64(cue.track))
                        positions.unsigned(.cueClusterPosition, UInt64(cue.position - MatroskaHeader.segmentStart))
                    }
                }
            }
        }
        return writer.bytes
    }
}

/// What a cluster holds, as far as a repair or a check wants to know.
struct ClusterContents: Hashable, Sendable {
    struct Block: Hashable, Sendable {
        let track: UInt8
        /// Milliseconds since the file's beginning.
        let time: Int64
        let isKeyFrame: Bool
        /// In the cluster's bytes.
        let frame: Range<Int>
    }

    let time: Int64
    let blocks: [Block]

    /// - Parameter bytes: The whole cluster, its head included; nil unless every byte of it has its place.
    init?(_ bytes: [UInt8]) {
        var file = EBMLReader(bytes)
        guard let cluster = file.next(), cluster.is(.cluster), !cluster.isOpen, file.isAtEnd else { return nil }
        var elements = file.children(of: cluster)
        guard let first = elements.next(), first.is(.timestamp), let time = elements.unsigned(first), time < 1 << 40 else { return nil }
        var blocks: [Block] = []
        while let element = elements.next() {
            guard element.is(.simpleBlock), element.content.count >= 4 else { return nil }
            let start = element.content.lowerBound
            guard bytes[start] & 0x80 != 0, bytes[start + 3] & 0x06 == 0 else { return nil }
            let relative: Int16 = bytes.bigEndian(at: start + 1)
            blocks.append(
                Block(
                    track: bytes[start] & 0x7f, time: Int64(time) + Int64(relative), isKeyFrame: bytes[start + 3] & 0x80 != 0,
                    frame: start + 4..<element.content.upperBound))
        }
        guard elements.isAtEnd, !blocks.isEmpty else { return nil }
        self.time = Int64(time)
        self.blocks = blocks
    }
}
