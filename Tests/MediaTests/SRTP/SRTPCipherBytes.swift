@testable import Media

/// The same calls on arrays, for tests.
extension SRTPGaloisCipher {
    func sealed(_ packet: [UInt8], header: Int, source: UInt32, index: UInt64) -> [UInt8]? {
        var (bytes, isDone) = (packet + [UInt8](repeating: 0, count: Self.tagBytes), false)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            isDone = unsafe seal(start, header: header, length: packet.count, source: source, index: index)
        }
        return isDone ? bytes : nil
    }

    func opened(_ packet: [UInt8], header: Int, source: UInt32, index: UInt64) -> [UInt8]? {
        let length = packet.count - Self.tagBytes
        var (bytes, isDone) = (packet, false)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            isDone = unsafe open(start, header: header, length: length, source: source, index: index)
        }
        return isDone ? Array(bytes[..<length]) : nil
    }
}
