/// The mix of all voices on disk: a page a second, each written whole and synchronised. It begins where the recording begins.
final class MixFile {
    static let baseName = "mix"

    private(set) var isDurable = false
    let partName: String

    private let folder: String
    private let files: any RecordingFiles
    private let isSealed: Bool
    private let sidecar: SidecarWriter
    private let writer: ChunkWriter
    private var stream: OggOpusWriter
    private var samples: Int64 = 0

    init(folder: String, files: any RecordingFiles, key: RecordingKey?, sidecar: SidecarWriter, serial: UInt32, preSkip: Int)
        throws(RecordingError)
    {
        self.folder = folder
        self.files = files
        self.sidecar = sidecar
        isSealed = key != nil
        partName = Self.baseName + ".part" + (key == nil ? "" : SidecarWriter.sealedSuffix)
        stream = OggOpusWriter(serial: serial, preSkip: preSkip)
        writer = try ChunkWriter(creating: folder + "/" + partName, files: files, key: key)
        sidecar.append(.file(.init(file: partName, participant: nil, at: 0)))
        note(try writer.append(stream.header()))
    }

    func append(_ packets: [[UInt8]]) throws(RecordingError) {
        for packet in packets {
            if let page = stream.append(packet, samples: OpusEncoding.frame) { try write(page) }
            samples += Int64(OpusEncoding.frame)
        }
    }

    /// - Parameter length: Samples that are to be played.
    func close(length: Int64) throws(RecordingError) -> RecordedFile {
        let durable = isDurable
        if let page = stream.flush(isLast: true, playable: length) {
            do { try write(page) } catch { if !durable || error.code != .diskFull { throw error } }
        }
        do { try writer.finish() } catch { if error.code != .diskFull { throw error } }
        let name = Self.baseName + ".ogg" + (isSealed ? SidecarWriter.sealedSuffix : "")
        let result = recorded(name: name, length: length, isFinished: true)
        // As with a participant's file: the line first.
        sidecar.append(.closed(.init(file: partName, result: result)))
        try sidecar.flush()
        try writer.rename(to: folder + "/" + name)
        writer.close()
        return result
    }

    /// Nothing was recorded.
    func discard() {
        writer.close()
        try? files.remove(writer.path)
    }

    func abandon() -> RecordedFile? {
        writer.close()
        return isDurable ? recorded(name: partName, length: samples, isFinished: false) : nil
    }

    private func write(_ page: [UInt8]) throws(RecordingError) {
        let written = try writer.append(page)
        try writer.synchronize()
        note(written)
        isDurable = true
    }

    private func note(_ written: ChunkWriter.Written) { sidecar.append(.chunk(.init(written, file: partName))) }

    private func recorded(name: String, length: Int64, isFinished: Bool) -> RecordedFile {
        RecordedFile(
            name: name, participant: nil, kind: .mix, codecs: [.opus], bytes: writer.bytesOnDisk, sha256: nil, startMs: 0,
            durationMs: min(length, samples) / 48, width: 0, height: 0, isFinished: isFinished)
    }
}
