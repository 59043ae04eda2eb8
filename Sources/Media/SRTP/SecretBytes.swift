internal import COpenSSL

/// Key material: never copied into arrays of ours, never printed, overwritten when the last reference goes.
@safe public final class SecretBytes: Sendable, Equatable, CustomStringConvertible {
    public let count: Int
    // Unchecked, because a pointer says nothing of threads: its bytes are written in the initialiser only, so any thread may read them.
    nonisolated(unsafe) private let memory: UnsafeMutableRawPointer

    /// - Parameter fill: Writes all `count` bytes; they are zero before.
    init<Failure: Error>(count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        self.count = count
        unsafe memory = .allocate(byteCount: max(count, 1), alignment: 16)
        let bytes = unsafe UnsafeMutableRawBufferPointer(start: memory, count: count)
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
        try unsafe fill(bytes)
    }

    public convenience init(_ bytes: some Collection<UInt8>) {
        unsafe self.init(count: bytes.count) { unsafe $0.copyBytes(from: bytes) }
    }

    deinit {
        unsafe OPENSSL_cleanse(memory, count)
        unsafe memory.deallocate()
    }

    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// Takes as long for a nearly right value as for a wrong one.
    public static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe CRYPTO_memcmp(left.memory, right.memory, left.count) == 0
    }

    public var description: String { "\(count) secret bytes" }
}
