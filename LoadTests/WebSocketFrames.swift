import Glibc

/// The frames in use: whole messages only, as both servers under test send them.
enum FrameKind: UInt8 {
    case text = 0x81
    case close = 0x88
    case ping = 0x89
    case pong = 0x8a
}

/// RFC 6455 §5.2, from server to client: never masked.
struct FrameHeader {
    /// Nil for a fragment, a binary message or a masked frame.
    let kind: FrameKind?
    let payload: Range<Int>

    /// - Returns: nil while the frame has not arrived whole.
    init?(_ bytes: Span<UInt8>, at start: Int) {
        guard bytes.count >= start + 2 else { return nil }
        let short = Int(bytes[start + 1] & 0x7f)
        let extra = short < 126 ? 0 : short == 126 ? 2 : 8
        let first = start + 2 + extra
        guard bytes.count >= first else { return nil }
        var length = extra == 0 ? short : 0
        for index in 0..<extra { length = length << 8 | Int(bytes[start + 2 + index]) }
        guard length <= bytes.count - first else { return nil }
        kind = bytes[start + 1] & 0x80 == 0 ? FrameKind(rawValue: bytes[start]) : nil
        payload = first..<first + length
    }
}

/// Masked frames waiting for the socket. The key is fixed per connection: drawing one per frame protects proxies from
/// scripts in a browser, and would here only cost the client time.
struct FrameWriter {
    private let maskKey: UInt32
    private var bytes: [UInt8] = []
    private var written = 0

    init(maskKey: UInt32) { self.maskKey = maskKey }

    mutating func append(raw text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func append(_ kind: FrameKind, _ payload: Span<UInt8>) {
        precondition(payload.count <= Int(UInt16.max))
        bytes.append(kind.rawValue)
        if payload.count < 126 {
            bytes.append(0x80 | UInt8(payload.count))
        } else {
            bytes.append(0x80 | 126)
            bytes.append(UInt8(payload.count >> 8))
            bytes.append(UInt8(payload.count & 0xff))
        }
        unsafe withUnsafeBytes(of: maskKey) { unsafe bytes.append(contentsOf: $0) }
        let start = bytes.count
        unsafe payload.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        mask(from: start)
    }

    /// - Returns: whether all is written.
    mutating func write(to descriptor: Int32) throws -> Bool {
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                // send(socket, buffer, length, flags)
                return unsafe send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EAGAIN { return false }
                if errno == EINTR { continue }
                throw LoadError.system("send", errno)
            }
            written += count
        }
        clear()
        return true
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        written = 0
    }

    /// Eight bytes at a time; a payload begins anywhere, so the loads are unaligned.
    private mutating func mask(from start: Int) {
        let wide = UInt64(maskKey) << 32 | UInt64(maskKey)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            var index = start
            while index + 8 <= buffer.count {
                let word = unsafe buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                unsafe buffer.storeBytes(of: word ^ wide, toByteOffset: index, as: UInt64.self)
                index += 8
            }
            var key = wide
            while index < buffer.count {
                unsafe buffer[index] ^= UInt8(truncatingIfNeeded: key)
                key >>= 8
                index += 1
            }
        }
    }
}
