import CWebSockets

/// The one buffer that outgoing frames are put together in. libwebsockets writes the frame's header in front of the
/// payload and has handed all of it to the kernel, or copied it, when `lws_write` returns.
@safe final class FrameBuffer {
    private static let headroom = Int(visavis_lws_pre())
    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        unsafe storage = .allocate(capacity: Self.headroom + capacity)
    }

    deinit { unsafe storage.deallocate() }

    /// Copies `message` behind the headroom and gives the payload's address.
    func payload(_ message: [UInt8]) -> UnsafeMutablePointer<UInt8> {
        if message.count > capacity {
            unsafe storage.deallocate()
            capacity = message.count
            unsafe storage = .allocate(capacity: Self.headroom + capacity)
        }
        let payload = unsafe storage + Self.headroom
        unsafe message.withUnsafeBufferPointer { bytes in
            if let base = bytes.baseAddress { unsafe payload.update(from: base, count: bytes.count) }
        }
        return unsafe payload
    }
}
