internal import Crypto

/// How a sealed file looks: a 32-byte head (magic, 16 random bytes that name the file, zeros), then chunks. A chunk is a 32-byte head, the
/// ciphertext, which is as long as the plaintext, and a 16-byte tag (AES-256-GCM). The chunk's head and the file's name are authenticated
/// with it, so that chunks cannot change places, neither inside a file nor between files; the last chunk is empty and says that it is the
/// last, so that a cut shows.
struct SealedChunk {
    static let fileHeadBytes = 32
    static let headBytes = 32
    static let tagBytes = 16
    static let overhead = headBytes + tagBytes
    /// Larger chunks are never written.
    static let largest = 64 << 20
    static let magic: [UInt8] = Array("VVSEAL".utf8) + [0, 1]

    struct Head: Equatable {
        var length: UInt32
        var number: UInt32
        /// Where its plaintext lies in the whole plaintext.
        var offset: UInt64
        /// A number used once; random, for a chunk may be written again in its place (a file's header is).
        var nonce: [UInt8]
        var isLast: Bool

        var bytes: [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(SealedChunk.headBytes)
            bytes.append(bigEndian: length)
            bytes.append(bigEndian: number)
            bytes.append(bigEndian: offset)
            bytes += nonce
            bytes.append(bigEndian: UInt32(isLast ? 1 : 0))
            return bytes
        }

        init(length: Int, number: Int, offset: Int64, isLast: Bool = false) {
            self.length = UInt32(length)
            self.number = UInt32(number)
            self.offset = UInt64(offset)
            nonce = Array(AES.GCM.Nonce())
            self.isLast = isLast
        }

        /// nil when this cannot be a head.
        init?(_ bytes: [UInt8]) {
            guard bytes.count == SealedChunk.headBytes else { return nil }
            length = bytes.bigEndian(at: 0)
            number = bytes.bigEndian(at: 4)
            offset = bytes.bigEndian(at: 8)
            nonce = Array(bytes[16..<28])
            let flags: UInt32 = bytes.bigEndian(at: 28)
            guard flags <= 1, length <= SealedChunk.largest, offset <= UInt64(Int64.max) else { return nil }
            isLast = flags == 1
        }
    }

    static func seal(_ plaintext: [UInt8], head: Head, file: [UInt8], key: RecordingKey) throws(RecordingError) -> [UInt8] {
        do {
            let nonce = try AES.GCM.Nonce(data: head.nonce)
            let box = try AES.GCM.seal(plaintext, using: key.key, nonce: nonce, authenticating: file + head.bytes)
            return head.bytes + box.ciphertext + box.tag
        } catch {
            throw RecordingError(.codec, "seal: \(error)")
        }
    }

    /// - Parameter sealed: Ciphertext and tag.
    static func open(_ sealed: [UInt8], head: Head, file: [UInt8], key: RecordingKey) throws(RecordingError) -> [UInt8] {
        do {
            let nonce = try AES.GCM.Nonce(data: head.nonce)
            let box = try AES.GCM.SealedBox(nonce: nonce, ciphertext: sealed.dropLast(tagBytes), tag: sealed.suffix(tagBytes))
            return Array(try AES.GCM.open(box, using: key.key, authenticating: file + head.bytes))
        } catch {
            throw RecordingError(.wrongKey, "chunk \(head.number) does not open")
        }
    }
}
