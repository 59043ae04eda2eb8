internal import Glibc

extension DatagramError {
    /// `strerror_r`, because `strerror` shares its buffer among threads.
    static func text(_ errno: Int32) -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, unsafe strerror_r(errno, start, buffer.count) == 0 else { return "error \(errno)" }
            return unsafe String(cString: start)
        }
    }
}
