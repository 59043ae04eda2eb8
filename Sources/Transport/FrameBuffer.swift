import CWebSockets

/// The one buffer in which outgoing WebSocket frames are put together, behind the headroom that libwebsockets asks for. It has handed all of
/// it to the kernel, or copied it, when `lws_write` returns.
@safe final class FrameBuffer {
    private static let headroom = Int(visavis_lws_pre())
    /// The longest header of a frame that is not masked (RFC 6455 §5.2).
    private static let maxHeader = 10

    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private let burst: Int
    /// Bytes of the frames that were appended.
    private(set) var count = 0

    /// Several messages are taken up to `burst` bytes together.
    init(burst: Int) {
        (self.burst, capacity) = (burst, burst)
        unsafe storage = .allocate(capacity: Self.headroom + burst)
    }

    deinit { unsafe storage.deallocate() }

    /// The frames, or the payload.
    var bytes: UnsafeMutablePointer<UInt8> { unsafe storage + Self.headroom }

    /// Whether `message` belongs to this burst; the first one does, however long it is.
    func takes(_ message: [UInt8]) -> Bool { count == 0 || count + Self.maxHeader + message.count <= burst }

    func removeAll() { count = 0 }

    /// Appends `message` as one text frame.
    func append(_ message: [UInt8]) {
        grow(to: count + Self.maxHeader + message.count)
        unsafe bytes[count] = 0x81  // FIN, text
        switch message.count {
        case ..<126:
            unsafe bytes[count + 1] = UInt8(message.count)
            count += 2
        case ..<65_536:
            unsafe bytes[count + 1] = 126
            appendLength(message.count, octets: 2)
        default:
            unsafe bytes[count + 1] = 127
            appendLength(message.count, octets: 8)
        }
        copy(message)
    }

    /// The address of `message` as the payload of a frame whose header libwebsockets writes in front of it.
    func payload(_ message: [UInt8]) -> UnsafeMutablePointer<UInt8> {
        removeAll()
        grow(to: message.count)
        copy(message)
        return unsafe bytes
    }

    private func appendLength(_ length: Int, octets: Int) {
        for octet in 0..<octets { unsafe bytes[count + 2 + octet] = UInt8(truncatingIfNeeded: length >> (8 * (octets - 1 - octet))) }
        count += 2 + octets
    }

    private func copy(_ message: [UInt8]) {
        unsafe message.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { unsafe (bytes + count).update(from: base, count: source.count) }
        }
        count += message.count
    }

    /// Only ever for the first message of a burst, or a payload: nothing has to be kept.
    private func grow(to needed: Int) {
        guard needed > capacity else { return }
        unsafe storage.deallocate()
        capacity = needed
        unsafe storage = .allocate(capacity: Self.headroom + capacity)
    }
}
