/// Copies a recording, in the clear, for whoever asked for it.
public enum RecordingExport {
    /// - Parameters:
    ///   - target: A folder; made when it is not there. Files of these names must not be in it.
    /// - Returns: The names of what was written there.
    public static func export(folder: String, to target: String, files: some RecordingFiles, key: RecordingKey? = nil)
        throws(RecordingError) -> [String]
    {
        try files.makeFolder(target)
        var names: [String] = []
        for name in try files.list(folder) where !name.contains(".part") {
            let plain = name.hasSuffix(SidecarWriter.sealedSuffix) ? String(name.dropLast(SidecarWriter.sealedSuffix.count)) : name
            try copy(try ChunkReader(folder + "/" + name, files: files, key: key), to: target + "/" + plain, files)
            names.append(plain)
        }
        return names
    }

    private static func copy(_ reader: ChunkReader, to path: String, _ files: some RecordingFiles) throws(RecordingError) {
        let file = try files.open(path, .create)
        defer { file.close() }
        var offset: Int64 = 0
        while true {
            let bytes = try reader.read(1 << 20, at: offset)
            if bytes.isEmpty { break }
            try file.write(bytes, at: offset)
            offset += Int64(bytes.count)
        }
        guard offset == reader.length else { throw RecordingError(.damaged, path) }
        try file.synchronize()
    }
}
