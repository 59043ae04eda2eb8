/// Big-endian reads over borrowed memory. Every read is checked, in release builds too: what comes in was written by a stranger.
@safe struct Octets {
    private let buffer: UnsafeRawBufferPointer
    let count: Int

    @inline(__always)
    init(_ buffer: UnsafeRawBufferPointer) {
        unsafe self.buffer = buffer
        count = buffer.count
    }

    @inline(__always)
    private func check(_ offset: Int, _ length: Int) {
        precondition(offset >= 0 && offset <= count &- length, "read outside of the packet")
    }

    @inline(__always)
    subscript(_ offset: Int) -> UInt8 {
        check(offset, 1)
        return unsafe buffer[offset]
    }

    @inline(__always)
    func uint16(_ offset: Int) -> UInt16 {
        check(offset, 2)
        return unsafe UInt16(bigEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    @inline(__always)
    func uint24(_ offset: Int) -> UInt32 { UInt32(uint16(offset)) << 8 | UInt32(self[offset + 2]) }

    @inline(__always)
    func uint32(_ offset: Int) -> UInt32 {
        check(offset, 4)
        return unsafe UInt32(bigEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    @inline(__always)
    func uint64(_ offset: Int) -> UInt64 { UInt64(uint32(offset)) << 32 | UInt64(uint32(offset + 4)) }

    @inline(__always)
    func contains(_ range: Range<Int>) -> Bool { range.lowerBound >= 0 && range.upperBound <= count }

    func bytes(_ range: Range<Int>) -> [UInt8] {
        precondition(contains(range))
        return unsafe [UInt8](buffer[range])
    }

    /// `nil` when it is not UTF-8.
    func string(_ range: Range<Int>) -> String? { String(validating: bytes(range), as: UTF8.self) }

    /// Where copies are made from.
    @inline(__always)
    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        precondition(contains(range))
        return unsafe UnsafeRawBufferPointer(rebasing: buffer[range])
    }
}
