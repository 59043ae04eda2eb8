/// The lines of a recording's sidecar.
struct SidecarReader {
    /// A day of a large session stays far below this.
    static let largest = 256 << 20

    let path: String
    let lines: [SidecarLine]

    init(folder: String, files: some RecordingFiles, key: RecordingKey?) throws(RecordingError) {
        let plain = folder + "/" + SidecarWriter.name
        let names = try files.list(folder)
        path = names.contains(SidecarWriter.name) ? plain : plain + SidecarWriter.sealedSuffix
        let reader = try ChunkReader(path, files: files, key: key)
        guard reader.length <= Self.largest else { throw RecordingError(.tooLarge, path) }
        lines = SidecarLine.parse(try reader.read(Int(reader.length), at: 0))
    }
}
