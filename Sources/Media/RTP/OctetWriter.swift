/// Big-endian writes into borrowed memory. What does not fit is not written, and `isFull` says so.
@safe struct OctetWriter {
    private let buffer: UnsafeMutableRawBufferPointer
    private(set) var count: Int
    private(set) var isFull = false

    @inline(__always)
    init(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int = 0) {
        precondition(offset >= 0)
        unsafe self.buffer = buffer
        count = offset
    }

    @inline(__always)
    private mutating func reserve(_ length: Int) -> Bool {
        let fits = unsafe length <= buffer.count &- count
        if !fits { isFull = true }
        return fits
    }

    @inline(__always)
    mutating func uint8(_ value: UInt8) {
        guard reserve(1) else { return }
        unsafe buffer[count] = value
        count &+= 1
    }

    @inline(__always)
    mutating func uint16(_ value: UInt16) {
        guard reserve(2) else { return }
        unsafe buffer.storeBytes(of: value.bigEndian, toByteOffset: count, as: UInt16.self)
        count &+= 2
    }

    @inline(__always)
    mutating func uint24(_ value: UInt32) {
        uint8(UInt8(truncatingIfNeeded: value >> 16))
        uint16(UInt16(truncatingIfNeeded: value))
    }

    @inline(__always)
    mutating func uint32(_ value: UInt32) {
        guard reserve(4) else { return }
        unsafe buffer.storeBytes(of: value.bigEndian, toByteOffset: count, as: UInt32.self)
        count &+= 4
    }

    @inline(__always)
    mutating func uint64(_ value: UInt64) {
        uint32(UInt32(truncatingIfNeeded: value >> 32))
        uint32(UInt32(truncatingIfNeeded: value))
    }

    @inline(__always)
    mutating func copy(_ source: UnsafeRawBufferPointer) {
        guard reserve(source.count) else { return }
        if let from = source.baseAddress, let to = unsafe buffer.baseAddress {
            unsafe (to + count).copyMemory(from: from, byteCount: source.count)
        }
        count &+= source.count
    }

    @inline(__always)
    mutating func copy(_ source: [UInt8]) { unsafe source.withUnsafeBytes { unsafe copy($0) } }

    @inline(__always)
    mutating func zeros(_ length: Int) {
        guard reserve(length) else { return }
        for index in count..<count + length { unsafe buffer[index] = 0 }
        count &+= length
    }

    /// Overwrites what has been written already.
    @inline(__always)
    mutating func patch(_ value: UInt16, at offset: Int) {
        precondition(offset >= 0 && offset <= count - 2)
        unsafe buffer.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt16.self)
    }

    @inline(__always)
    mutating func patch(_ value: UInt8, at offset: Int) {
        precondition(offset >= 0 && offset < count)
        unsafe buffer[offset] = value
    }

    mutating func rewind(to offset: Int) {
        precondition(offset >= 0 && offset <= count)
        count = offset
        isFull = false
    }
}
