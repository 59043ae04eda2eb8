/// Turns 16-bit sequence numbers into ones that never wrap; each is taken as the nearest to the last.
public struct SequenceUnwrapper: Hashable, Sendable {
    public private(set) var last: Int64?

    public init() {}

    @inline(__always)
    public mutating func unwrap(_ sequence: UInt16) -> Int64 {
        let value = peek(sequence)
        last = value
        return value
    }

    /// Without remembering it.
    @inline(__always)
    public func peek(_ sequence: UInt16) -> Int64 {
        guard let last else { return Int64(sequence) }
        return last &+ Int64(Int16(truncatingIfNeeded: Int64(sequence) &- last))
    }
}

/// The same for 32-bit RTP time stamps.
public struct RTPTimestampUnwrapper: Hashable, Sendable {
    public private(set) var last: Int64?

    public init() {}

    @inline(__always)
    public mutating func unwrap(_ timestamp: UInt32) -> Int64 {
        let value = peek(timestamp)
        last = value
        return value
    }

    /// Without remembering it.
    @inline(__always)
    public func peek(_ timestamp: UInt32) -> Int64 {
        guard let last else { return Int64(timestamp) }
        return last &+ Int64(Int32(truncatingIfNeeded: Int64(timestamp) &- last))
    }
}
