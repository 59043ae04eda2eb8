/// Finishes one `.part` file.
struct PartRepair {
    struct Outcome {
        /// nil: there was nothing in it.
        let file: RecordedFile?
        let lost: Int64
    }

    let folder: String
    let name: String
    let files: any RecordingFiles
    let key: RecordingKey?
    let known: RepairKnowledge
    let sidecar: SidecarWriter

    private var path: String { folder + "/" + name }
    private var isSealed: Bool { name.hasSuffix(SidecarWriter.sealedSuffix) }
    private var suffix: String { isSealed ? SidecarWriter.sealedSuffix : "" }
    private var size: Int64 {
        get throws(RecordingError) {
            let file = try files.open(path, .read)
            defer { file.close() }
            return try file.size()
        }
    }

    func finishMatroska() throws(RecordingError) -> Outcome {
        let size = try size
        guard let reader = try reader() else { return try remove(size) }
        let scan = try MatroskaScan(reader)
        guard scan.clusters > 0 else { return try remove(size) }
        guard let header = header(scan) else { throw RecordingError(.damaged, "\(path): nothing says how its pictures are coded") }
        let cut = reader.boundary(at: scan.end)
        let writer = try ChunkWriter(continuing: path, files: files, key: key, from: reader)
        defer { writer.close() }
        try writer.cut(toChunks: cut.chunks, length: cut.length, onDisk: cut.onDisk)
        var final = header
        final.durationMs = scan.durationMs
        final.cuesPosition = writer.length
        note(try writer.append(MatroskaCluster.encodeCues(scan.cues)))
        final.fileBytes = writer.length
        note(try writer.replaceFirst(final.encoded))
        try writer.finish()
        let result = describe(final, scan, bytes: writer.bytesOnDisk)
        try writer.rename(to: folder + "/" + result.name)
        sidecar.append(.closed(.init(file: name, result: result)))
        return Outcome(file: result, lost: max(0, size - cut.onDisk))
    }

    func finishMix() throws(RecordingError) -> Outcome {
        let size = try size
        guard let reader = try reader() else { return try remove(size) }
        let scan = try OggScan(reader)
        guard var last = scan.lastPage, scan.samples > 0 else { return try remove(size) }
        let cut = reader.boundary(at: scan.lastPageStart)
        let writer = try ChunkWriter(continuing: path, files: files, key: key, from: reader)
        defer { writer.close() }
        // The last page is written anew: it says that it is the last.
        try writer.cut(toChunks: cut.chunks, length: cut.length, onDisk: cut.onDisk)
        last.isLast = true
        note(try writer.append(last.encoded))
        let end = writer.bytesOnDisk
        try writer.finish()
        let result = RecordedFile(
            name: MixFile.baseName + ".ogg" + suffix, participant: nil, kind: .mix, codecs: [.opus], bytes: writer.bytesOnDisk, sha256: nil,
            startMs: 0, durationMs: scan.samples / 48, width: 0, height: 0, isFinished: true)
        try writer.rename(to: folder + "/" + result.name)
        sidecar.append(.closed(.init(file: name, result: result)))
        return Outcome(file: result, lost: max(0, size - end))
    }

    /// nil when not even the file's head is there. A head that is there and is none was damaged: what follows is not thrown away.
    private func reader() throws(RecordingError) -> ChunkReader? {
        func open(_ files: some RecordingFiles) throws(RecordingError) -> ChunkReader { try ChunkReader(path, files: files, key: key) }
        let reader = try open(files)
        guard reader.isSealed == isSealed else {
            guard try size < Int64(SealedChunk.fileHeadBytes) else { throw RecordingError(.damaged, "\(path) has another head") }
            return nil
        }
        return isSealed && reader.chunkCount == 0 ? nil : reader
    }

    private func remove(_ size: Int64) throws(RecordingError) -> Outcome {
        try files.remove(path)
        return Outcome(file: nil, lost: size)
    }

    /// The file's own, or one made of what the sidecar knows.
    private func header(_ scan: MatroskaScan) -> MatroskaHeader? {
        let start = known.startedAt + (known.files[name]?.at ?? 0)
        // One of each kind; the file's own word counts first, unless it says more than was ever written.
        var tracks: [MatroskaTrack] = []
        for track in (scan.header?.fits == true ? scan.header?.tracks ?? [] : []) + (known.tracks[name] ?? [])
        where !tracks.contains(where: { $0.codec.isVideo == track.codec.isVideo }) {
            tracks.append(track)
        }
        // Without a word about a track there is still its sound; a picture's coding cannot be guessed.
        if tracks.isEmpty, scan.hasAudio, !scan.hasVideo { tracks = [.opus()] }
        guard !tracks.isEmpty, !scan.hasVideo || tracks.contains(where: { $0.codec.isVideo }) else { return nil }
        if let size = known.sizes[name], let index = tracks.firstIndex(where: { $0.codec.isVideo }) {
            tracks[index].width = max(tracks[index].width, size.width)
            tracks[index].height = max(tracks[index].height, size.height)
        }
        let header = MatroskaHeader(tracks: tracks, startedAt: start)
        return header.fits ? header : nil
    }

    private func describe(_ header: MatroskaHeader, _ scan: MatroskaScan, bytes: Int64) -> RecordedFile {
        let picture = header.tracks.first { $0.codec.isVideo }
        // `ana-camera.part`: a screen's file is known by its name.
        let stem = String(name.dropLast(".part".count + suffix.count))
        let isScreen = stem.hasSuffix("-screen")
        let base = String(stem.dropLast((isScreen ? "-screen" : "-camera").count))
        let kind: RecordedKind = isScreen ? .screen : picture == nil ? .microphone : .camera
        let start = known.files[name]?.at ?? max(0, header.startedAt - known.startedAt)
        return RecordedFile(
            name: base + "-" + kind.rawValue + (header.isWebM ? ".webm" : ".mkv") + suffix, participant: known.files[name]?.participant,
            kind: kind, codecs: header.tracks.map(\.codec), bytes: bytes, sha256: nil, startMs: start, durationMs: scan.durationMs,
            width: picture?.width ?? 0, height: picture?.height ?? 0, isFinished: true)
    }

    private func note(_ written: ChunkWriter.Written) { sidecar.append(.chunk(.init(written, file: name))) }
}
