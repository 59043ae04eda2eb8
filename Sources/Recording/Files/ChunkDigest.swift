internal import Crypto

/// SHA-256 as lower-case hexadecimal digits.
enum ChunkDigest {
    static func hex(_ bytes: [UInt8]) -> String { HexDigits.encode(SHA256.hash(data: bytes)) }
}

/// Reads a file as it lies on disk.
public enum RecordingDigest {
    /// SHA-256 of a whole file, in hexadecimal digits. Takes about a second per gigabyte: not for the recorder's thread.
    public static func sha256(of path: String, files: some RecordingFiles) throws(RecordingError) -> String {
        let file = try files.open(path, .read)
        defer { file.close() }
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            let bytes = try file.read(1 << 20, at: offset)
            if bytes.isEmpty { return HexDigits.encode(hash.finalize()) }
            hash.update(data: bytes)
            offset += Int64(bytes.count)
        }
    }
}
