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
        guard var reader = try reader() else { return try remove(size) }
        var scan = try MatroskaScan(reader)
        while try blank(reader, from: scan.end), let again = try self.reader() {
            let next = try MatroskaScan(again)
            guard next.end > scan.end else { throw RecordingError(.damaged, "\(path): what follows byte \(scan.end) cannot be reached") }
            (reader, scan) = (again, next)
        }
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
        for hole in scan.holes {
            let (start, end) = (result.startMs + hole.lowerBound, result.startMs + hole.upperBound)
            let gap = RecordingGap(participant: result.participant ?? "", kind: result.kind, startMs: start, endMs: end, reason: .damaged)
            if !known.gaps.contains(gap) { sidecar.append(.gap(gap)) }
        }
        try close(writer, result)
        return Outcome(file: result, lost: max(0, size - cut.onDisk))
    }

    func finishMix() throws(RecordingError) -> Outcome {
        let size = try size
        guard let reader = try reader() else { return try remove(size) }
        let scan = try OggScan(reader)
        guard try !isDamage(reader, at: scan.end) else { throw RecordingError(.damaged, "\(path): a page before others cannot be read") }
        guard let last = scan.lastPage, scan.samples > 0 else { return try remove(size) }
        let cut = reader.boundary(at: scan.end)
        let writer = try ChunkWriter(continuing: path, files: files, key: key, from: reader)
        defer { writer.close() }
        try writer.cut(toChunks: cut.chunks, length: cut.length, onDisk: cut.onDisk)
        if !last.isLast {
            // A page of nothing says that it is the last: what is there is not touched.
            var end = OggPage([], granulePosition: last.granulePosition, serial: last.serial, number: last.number + 1)
            end.isLast = true
            note(try writer.append(end.encoded))
        }
        try writer.finish()
        let result = RecordedFile(
            name: MixFile.baseName + ".ogg" + suffix, participant: nil, kind: .mix, codecs: [.opus], bytes: writer.bytesOnDisk, sha256: nil,
            startMs: 0, durationMs: scan.samples / 48, width: 0, height: 0, isFinished: true)
        try close(writer, result)
        return Outcome(file: result, lost: max(0, size - cut.onDisk))
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

    // MARK: - What cannot be read

    /// Whether what cannot be read from here on is no torn tail: a piece behind it is still as it was written.
    private func isDamage(_ reader: ChunkReader, at end: Int64) throws(RecordingError) -> Bool {
        try intactPiece(behind: reader.boundary(at: end).onDisk) != nil
    }

    /// Empties the pieces that cannot be read before one that is as it was written, so that a scan gets there.
    /// - Returns: Whether there was anything to do.
    private func blank(_ reader: ChunkReader, from end: Int64) throws(RecordingError) -> Bool {
        let start = reader.boundary(at: end)
        guard let intact = try intactPiece(behind: start.onDisk) else { return false }
        let bad = known.chunks.pieces(of: name).filter { $0.offset >= start.onDisk && $0.offset < intact.offset }
        let reach = bad.reduce(start.onDisk) { $0 == $1.offset ? $0 + Int64($1.bytes) : -1 }
        guard start.length == end, reach == intact.offset else {
            throw RecordingError(.damaged, "\(path): nobody knows what lay at byte \(start.onDisk)")
        }
        let writer = try ChunkWriter(continuing: path, files: files, key: key, from: reader)
        defer { writer.close() }
        var offset = end
        for piece in bad {
            note(try writer.blank(piece, at: offset))
            offset += Int64(piece.bytes - (isSealed ? SealedChunk.overhead : 0))
        }
        try writer.synchronize()
        try sidecar.flush()
        return true
    }

    /// The first one behind a place at which nothing intact begins.
    private func intactPiece(behind place: Int64) throws(RecordingError) -> SidecarLine.Chunk? {
        let pieces = known.chunks.pieces(of: name).filter { $0.number > 0 && $0.offset >= place }
        guard pieces.contains(where: { $0.offset > place }) else { return nil }
        let file = try files.open(path, .read)
        defer { file.close() }
        for piece in pieces where try ChunkDigest.hex(file.read(piece.bytes, at: piece.offset)) == piece.sha256 {
            return piece.offset > place ? piece : nil
        }
        return nil
    }

    // MARK: - The end

    /// The line first, then the name: a crash in between is made good by the next repair.
    private func close(_ writer: ChunkWriter, _ result: RecordedFile) throws(RecordingError) {
        sidecar.append(.closed(.init(file: name, result: result)))
        try sidecar.flush()
        try writer.rename(to: folder + "/" + result.name)
    }

    /// There is nothing in it; unless there was.
    private func remove(_ size: Int64) throws(RecordingError) -> Outcome {
        guard !known.chunks.holdsMedia(name) else { throw RecordingError(.damaged, "\(path): what was written cannot be found any more") }
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
