import Crypto
import Foundation

/// Storing a file so that it can be relied on: each part is signed with its SHA-256, which the storage checks, and what lies there in the
/// end is compared with what was read.
extension ObjectStorageClient {
    /// The largest piece that is held in memory and sent at once; S3 wants at least 5 MiB.
    static let partBytes = 16 * 1_024 * 1_024

    /// Puts the file at `path` under `key`; returns once the storage has it whole. Sending the same file again is harmless.
    /// - Parameter sha256: of the file in hexadecimal, from when it was written: what rotted on the disk is not passed on as whole.
    public func upload(file path: String, to key: String, contentType: String, sha256: String) throws(ObjectStorageError) {
        let source = try FilePieces(path)
        if try isStored(key, source.size, sha256) { return }
        var digest = SHA256()
        let etag: String
        if source.size <= Self.partBytes {
            let body = try source.next(Self.partBytes) ?? []
            digest.update(data: body)
            guard Hex.text(digest.finalize()) == sha256 else { throw .mismatch("\(path) is not what was written") }
            let headers = ["content-type": contentType, "x-amz-meta-sha256": sha256]
            etag = try put(body, key, headers)
        } else {
            etag = try uploadParts(source, to: key, contentType: contentType, sha256: sha256, &digest)
        }
        try verify(key, size: source.size, etag: etag, sha256: sha256)
    }

    /// An earlier attempt may have got as far as that.
    private func isStored(_ key: String, _ size: Int, _ sha256: String) throws(ObjectStorageError) -> Bool {
        guard let there = try head(key) else { return false }
        return there["content-length"] == "\(size)" && there["x-amz-meta-sha256"] == sha256
    }

    private func put(_ body: [UInt8], _ key: String, _ headers: [String: String]) throws(ObjectStorageError) -> String {
        _ = try send("PUT", key, headers: headers, body: body)
        return Hex.text(Insecure.MD5.hash(data: body))
    }

    private func uploadParts(
        _ source: FilePieces, to key: String, contentType: String, sha256: String, _ digest: inout SHA256
    ) throws(ObjectStorageError) -> String {
        let headers = ["content-type": contentType, "x-amz-meta-sha256": sha256]
        let begun = try send("POST", key, query: [("uploads", "")], headers: headers)
        guard let upload = AnswerText.element("UploadId", in: begun.body) else { throw .malformed("no UploadId") }
        do throws(ObjectStorageError) {
            var parts: [(etag: String, md5: [UInt8])] = []
            while let piece = try source.next(Self.partBytes) {
                digest.update(data: piece)
                let answer = try send(
                    "PUT", key, query: [("partNumber", "\(parts.count + 1)"), ("uploadId", upload)], body: piece)
                guard let etag = answer.headers["etag"] else { throw .malformed("a part without ETag") }
                parts.append((etag, Array(Insecure.MD5.hash(data: piece))))
            }
            guard Hex.text(digest.finalize()) == sha256 else { throw .mismatch("the file is not what was written") }
            try complete(key, upload, parts.map(\.etag))
            return "\(Hex.text(Insecure.MD5.hash(data: parts.flatMap(\.md5))))-\(parts.count)"
        } catch {
            // Parts of an upload that is never completed would be paid for for ever.
            _ = try? send("DELETE", key, query: [("uploadId", upload)])
            throw error
        }
    }

    private func complete(_ key: String, _ upload: String, _ etags: [String]) throws(ObjectStorageError) {
        let parts = etags.enumerated().map { "<Part><PartNumber>\($0.offset + 1)</PartNumber><ETag>\($0.element)</ETag></Part>" }.joined()
        let body = "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(parts)</CompleteMultipartUpload>"
        let answer = try send(
            "POST", key, query: [("uploadId", upload)], headers: ["content-type": "application/xml"], body: Array(body.utf8))
        // S3 may answer 200 and only then find out that it failed.
        guard AnswerText.element("ETag", in: answer.body) != nil else {
            throw .status(answer.status, code: AnswerText.element("Code", in: answer.body))
        }
    }

    /// Asks for what lies there now. An ETag that is no MD5 (encryption with a managed key) says nothing; size and digest then have to do.
    private func verify(_ key: String, size: Int, etag: String, sha256: String) throws(ObjectStorageError) {
        guard let there = try head(key) else { throw .mismatch("\(key) is not there") }
        guard there["content-length"] == "\(size)" else {
            throw .mismatch("\(key) has \(there["content-length"] ?? "no") bytes instead of \(size)")
        }
        guard there["x-amz-meta-sha256"] == sha256 else { throw .mismatch("\(key) has another digest") }
        let encryption = there["x-amz-server-side-encryption"]
        if encryption == nil || encryption == "AES256", let found = there["etag"]?.replacing("\"", with: ""), found != etag {
            throw .mismatch("\(key) has the ETag \(found) instead of \(etag)")
        }
    }
}

/// A file, read from its start in pieces.
private final class FilePieces {
    let size: Int
    private let file: FileHandle
    private let path: String

    init(_ path: String) throws(ObjectStorageError) {
        self.path = path
        do {
            file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            size = Int(try file.seekToEnd())
            try file.seek(toOffset: 0)
        } catch { throw .unreadable("\(path): \(error.localizedDescription)") }
    }

    deinit { try? file.close() }

    /// `nil` at the end.
    func next(_ count: Int) throws(ObjectStorageError) -> [UInt8]? {
        do {
            guard let data = try file.read(upToCount: count), !data.isEmpty else { return nil }
            return [UInt8](data)
        } catch { throw .unreadable("\(path): \(error.localizedDescription)") }
    }
}
