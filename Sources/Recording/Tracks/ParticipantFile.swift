internal import Media

/// One Matroska file: a participant's picture and voice, or the picture of a shared screen. Frames are collected into a cluster; a cluster
/// is written whole and synchronised. Until it is closed the file is called `.part`.
final class ParticipantFile {
    let participant: RecordedParticipant
    /// Without its suffix.
    let baseName: String
    /// The name while it grows.
    let partName: String

    private(set) var tracks: [MatroskaTrack] = []
    private(set) var isDurable = false
    /// Arrival of the oldest frame that is not written.
    private(set) var oldest: MediaTime?

    private let kind: RecordedKind
    private let folder: String
    private let files: any RecordingFiles
    private let key: RecordingKey?
    private let sidecar: SidecarWriter
    private let description: RecordingDescription

    private var writer: ChunkWriter?
    private var startMs: Int64 = 0
    private var pending: [MatroskaBlock] = []
    private var pendingBytes = 0
    private var beginsWithKeyFrame = false
    private var cues: [MatroskaCue] = []
    private var lastTimes: [Int64] = [.min, .min, .min]
    /// Of each track, the time in the file of what was written last.
    private var writtenTimes: [Int64] = [-1, -1, -1]
    private var timing = BlockTiming()
    private var endMs: Int64 = 0
    private var writtenEndMs: Int64 = 0
    private var writtenTracks: [MatroskaTrack] = []
    private var picture: SidecarLine.Picture?

    init(
        _ participant: RecordedParticipant, kind: RecordedKind, baseName: String, folder: String, files: any RecordingFiles,
        key: RecordingKey?, sidecar: SidecarWriter, description: RecordingDescription
    ) {
        self.participant = participant
        self.kind = kind
        self.baseName = baseName
        self.folder = folder
        self.files = files
        self.key = key
        self.sidecar = sidecar
        self.description = description
        partName = baseName + "-" + kind.rawValue + ".part" + (key == nil ? "" : SidecarWriter.sealedSuffix)
    }

    var hasPicture: Bool { tracks.contains { $0.codec.isVideo } }

    /// A file has one picture track of one coding.
    func takes(_ codec: RecordedCodec) -> Bool { !codec.isVideo || !tracks.contains { $0.codec.isVideo && $0.codec != codec } }

    /// - Parameter time: Milliseconds since the recording began.
    func append(sound: [UInt8], time: Int64, arrival: MediaTime) {
        if !tracks.contains(where: { $0.codec == .opus }) { tracks.insert(.opus(), at: 0) }
        endMs = max(endMs, time + Int64(OpusPacket.samples(sound) ?? 960) / 48)
        append(MatroskaTrack.audioNumber, time, isKeyFrame: true, sound, arrival)
    }

    func append(picture frame: VideoFrame, codec: RecordedCodec, rotation: UInt8, time: Int64, arrival: MediaTime) {
        note(frame, codec: codec, rotation: Int(rotation), at: time)
        guard tracks.contains(where: { $0.codec == codec }) else { return }
        if frame.isKeyFrame, !pending.contains(where: { $0.track == MatroskaTrack.videoNumber }) { beginsWithKeyFrame = true }
        endMs = max(endMs, timing.end(ofPictureAt: time))
        append(MatroskaTrack.videoNumber, time, isKeyFrame: frame.isKeyFrame, frame.bytes, arrival)
    }

    /// Writes what is pending. - Returns: Whether there was something.
    @discardableResult
    func writeCluster() throws(RecordingError) -> Bool {
        guard !pending.isEmpty else { return false }
        let blocks = pending.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
        let hasKeyFrame = beginsWithKeyFrame
        (pending, pendingBytes, oldest, beginsWithKeyFrame) = ([], 0, nil, false)
        if writer == nil { startMs = max(0, blocks[0].time) }
        let writer = try open()
        try updateHeader(writer)
        let position = writer.length
        let relative = blocks.map { MatroskaBlock(track: $0.track, time: fileTime(of: $0), isKeyFrame: $0.isKeyFrame, frame: $0.frame) }
        let cue = cueBlock(in: relative)
        let before = writer.bytesOnDisk
        let written = try writer.append(MatroskaCluster.encode(relative))
        do {
            try writer.synchronize()
        } catch {
            // What was not synchronised may be there or not: it is not counted on.
            try? writer.cut(toChunks: written.number, length: position, onDisk: before)
            throw error
        }
        note(written)
        isDurable = true
        writtenEndMs = endMs
        if let cue, hasKeyFrame || cue.track == MatroskaTrack.audioNumber {
            cues.append(MatroskaCue(time: cue.time, track: cue.track, position: position))
        }
        return true
    }

    /// The name and the length; the list of places to jump to, if there is room for it.
    func close() throws(RecordingError) -> RecordedFile? {
        var failure: RecordingError?
        do { try writeCluster() } catch { failure = error }
        guard let writer, isDurable else {
            discard()
            if let failure { throw failure }
            return nil
        }
        var header = MatroskaHeader(tracks: tracks, startedAt: description.startedAt + startMs)
        header.durationMs = writtenEndMs - startMs
        let cuesPosition = writer.length
        if let written = try? writer.append(MatroskaCluster.encodeCues(cues)) {
            header.cuesPosition = cuesPosition
            note(written)
        }
        header.fileBytes = writer.length
        note(try writer.replaceFirst(header.encoded))
        do { try writer.finish() } catch { if error.code != .diskFull { throw error } else { try writer.synchronize() } }
        let result = recorded(name: finalName, isFinished: true)
        // Before it has the name, which no line would know if the process died in between.
        sidecar.append(.closed(.init(file: partName, result: result)))
        try sidecar.flush()
        try writer.rename(to: folder + "/" + finalName)
        writer.close()
        return result
    }

    /// What there is when closing failed.
    func abandon() -> RecordedFile? {
        writer?.close()
        return isDurable ? recorded(name: partName, isFinished: false) : nil
    }

    // MARK: - Frames

    private func append(_ track: UInt8, _ time: Int64, isKeyFrame: Bool, _ frame: [UInt8], _ arrival: MediaTime) {
        let time = max(time, lastTimes[Int(track)] + 1)
        lastTimes[Int(track)] = time
        pending.append(MatroskaBlock(track: track, time: time, isKeyFrame: isKeyFrame, frame: frame))
        pendingBytes += frame.count
        if oldest == nil { oldest = arrival }
    }

    /// Whether a key frame that comes now should begin a new cluster, or the cluster has to end in any case.
    func mustWrite(beforeFrameAt time: Int64, bytes: Int) -> Bool {
        guard let first = pending.first else { return false }
        return abs(time - first.time) > MatroskaCluster.longestMs || pendingBytes + bytes > MatroskaScan.largestCluster / 2
    }

    /// What belongs before the file's beginning is put there, one behind the other.
    private func fileTime(of block: MatroskaBlock) -> Int64 {
        let time = max(0, block.time - startMs, writtenTimes[Int(block.track)] + 1)
        writtenTimes[Int(block.track)] = time
        return time
    }

    /// Nothing of the track is written yet.
    func canMove(isVideo: Bool) -> Bool { writtenTimes[Int(isVideo ? MatroskaTrack.videoNumber : MatroskaTrack.audioNumber)] < 0 }

    /// Moves what is pending of a track by so many milliseconds.
    func move(isVideo: Bool, by shift: Int64) {
        let track = isVideo ? MatroskaTrack.videoNumber : MatroskaTrack.audioNumber
        guard shift != 0, pending.contains(where: { $0.track == track }) else { return }
        pending = pending.map { block in
            block.track != track
                ? block
                : MatroskaBlock(track: track, time: block.time + shift, isKeyFrame: block.isKeyFrame, frame: block.frame)
        }
        lastTimes[Int(track)] += shift
        endMs = max(pending.map(\.time).max() ?? 0, endMs + shift)
        if isVideo { timing.move(by: shift) }
    }

    private func cueBlock(in blocks: [MatroskaBlock]) -> MatroskaBlock? {
        return hasPicture ? blocks.first { $0.track == MatroskaTrack.videoNumber && $0.isKeyFrame } : blocks.first
    }

    private func note(_ frame: VideoFrame, codec: RecordedCodec, rotation: Int, at time: Int64) {
        guard frame.isKeyFrame else { return }
        let index = tracks.firstIndex { $0.codec.isVideo }
        let size = frame.size ?? PictureSize(width: index.map { tracks[$0].width } ?? 0, height: index.map { tracks[$0].height } ?? 0)
        if let index {
            // A player makes room for the largest.
            if size.width * size.height > tracks[index].width * tracks[index].height {
                tracks[index].width = size.width
                tracks[index].height = size.height
            }
        } else {
            let configuration = frame.parameterSets?.decoderConfiguration ?? []
            // H.264 without its parameter sets cannot be decoded.
            guard codec != .h264 || (!configuration.isEmpty && configuration.count <= MatroskaHeader.largestCodecPrivate) else { return }
            tracks.append(MatroskaTrack(codec: codec, codecPrivate: configuration, width: size.width, height: size.height))
        }
        let now = SidecarLine.Picture(file: partName, at: time, width: size.width, height: size.height, rotation: rotation)
        guard picture.map({ ($0.width, $0.height, $0.rotation) != (now.width, now.height, now.rotation) }) ?? true else { return }
        picture = now
        sidecar.append(.picture(now))
    }

    // MARK: - The file

    private func open() throws(RecordingError) -> ChunkWriter {
        if let writer { return writer }
        let writer = try ChunkWriter(creating: folder + "/" + partName, files: files, key: key)
        self.writer = writer
        sidecar.append(.file(.init(file: partName, participant: participant.id, at: startMs)))
        let written = try writer.append(MatroskaHeader(tracks: tracks, startedAt: description.startedAt + startMs).encoded)
        note(written)
        noteTracks()
        return writer
    }

    /// The picture joined after the voice: the header is written anew before the first cluster that has it.
    private func updateHeader(_ writer: ChunkWriter) throws(RecordingError) {
        guard tracks.map(\.codec) != writtenTracks.map(\.codec) else { return }
        note(try writer.replaceFirst(MatroskaHeader(tracks: tracks, startedAt: description.startedAt + startMs).encoded))
        noteTracks()
    }

    private func noteTracks() {
        writtenTracks = tracks
        for track in tracks {
            sidecar.append(
                .track(
                    .init(
                        file: partName, codec: track.codec, configuration: HexDigits.encode(track.codecPrivate), width: track.width,
                        height: track.height)))
        }
    }

    private func note(_ written: ChunkWriter.Written) { sidecar.append(.chunk(.init(written, file: partName))) }

    private func discard() {
        guard let writer else { return }
        writer.close()
        try? files.remove(writer.path)
    }

    private var finalName: String {
        let kind = hasPicture ? kind : .microphone
        let suffix = tracks.contains { $0.codec == .h264 } ? ".mkv" : ".webm"
        return baseName + "-" + kind.rawValue + suffix + (key == nil ? "" : SidecarWriter.sealedSuffix)
    }

    private func recorded(name: String, isFinished: Bool) -> RecordedFile {
        let picture = tracks.first { $0.codec.isVideo }
        return RecordedFile(
            name: name, participant: participant.id, kind: picture == nil ? .microphone : kind, codecs: tracks.map(\.codec),
            bytes: writer?.bytesOnDisk ?? 0, sha256: nil, startMs: startMs, durationMs: max(0, writtenEndMs - startMs),
            width: picture?.width ?? 0, height: picture?.height ?? 0, isFinished: isFinished)
    }
}

extension SidecarLine.Chunk {
    init(_ written: ChunkWriter.Written, file: String) {
        self.init(file: file, number: written.number, offset: written.offset, bytes: written.bytes, sha256: written.sha256)
    }
}
