/// An input taken for a row of orders; whatever bytes there are mean something.
public struct FuzzScript {
    private var rest: ArraySlice<UInt8>

    public init(_ input: [UInt8]) { rest = input[...] }

    public var isAtEnd: Bool { rest.isEmpty }

    /// Zero at the end.
    public mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    public mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }

    /// As many as there are, at most `count`.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// A byte of length, then so many bytes.
    public mutating func short() -> [UInt8] { bytes(Int(byte())) }

    /// Two bytes of length, then so many bytes.
    public mutating func long() -> [UInt8] { bytes(number()) }

    /// What `long` reads back.
    public static func long(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8 & 0xff), UInt8(bytes.count & 0xff)] + bytes }

    /// What `short` reads back.
    public static func short(_ bytes: [UInt8]) -> [UInt8] { [UInt8(min(bytes.count, 255))] + bytes.prefix(255) }
}

extension [UInt8] {
    /// The bytes in memory that ends where they end, so that the sanitizer sees one step too far; aligned for SRTP.
    public func withExactBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) -> Result) -> Result {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { unsafe memory.deallocate() }
        unsafe memory.copyBytes(from: self)
        return unsafe body(memory)
    }
}
