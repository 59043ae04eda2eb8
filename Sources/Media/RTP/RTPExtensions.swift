/// The elements of a header extension (RFC 8285), read when asked for.
public struct RTPExtensions: Hashable, Sendable {
    public struct Element: Hashable, Sendable {
        public let id: UInt8
        /// Where its value lies in the packet; may be empty in the two-byte form.
        public let value: Range<Int>
    }

    public enum Form: Hashable, Sendable {
        case none, oneByte, twoByte
    }

    public let form: Form
    private let start: Int
    private let end: Int

    @inline(__always)
    init(profile: UInt16, start: Int, end: Int) {
        form = profile == 0xbede ? .oneByte : profile & 0xfff0 == 0x1000 ? .twoByte : .none
        self.start = start
        self.end = end
    }

    public var isEmpty: Bool { form == .none || start == end }

    /// Begin here when walking over the elements.
    @inline(__always)
    public var firstOffset: Int { start }

    var byteCount: Int { end &- start }

    /// The element at or after `offset`, which moves behind it. `nil` at the end, and at whatever cannot be read.
    /// - Parameter packet: The packet from which the header was read.
    @inline(__always)
    public func next(_ offset: inout Int, in packet: UnsafeRawBufferPointer) -> Element? {
        let octets = unsafe Octets(packet)
        return next(&offset, in: octets)
    }

    @inline(__always)
    func next(_ offset: inout Int, in octets: Octets) -> Element? {
        if form == .none { return nil }
        while offset < end, octets[offset] == 0 { offset &+= 1 }
        guard offset < end else { return nil }
        let first = octets[offset]
        let id: UInt8
        let value: Int
        let length: Int
        if form == .oneByte {
            // 15 is reserved and ends the walk; so does 0 with a length (RFC 8285 §4.2).
            id = first >> 4
            guard id != 15, id != 0 else { return nil }
            value = offset &+ 1
            length = Int(first & 0x0f) &+ 1
        } else {
            guard offset &+ 1 < end else { return nil }
            id = first
            value = offset &+ 2
            length = Int(octets[offset &+ 1])
        }
        guard value &+ length <= end else { return nil }
        offset = value &+ length
        return Element(id: id, value: value..<offset)
    }

    /// The value of the first element with this id.
    @inline(__always)
    public func value(of id: UInt8, in packet: UnsafeRawBufferPointer) -> Range<Int>? {
        guard id != 0 else { return nil }
        let octets = unsafe Octets(packet)
        var offset = start
        while let element = next(&offset, in: octets) {
            if element.id == id { return element.value }
        }
        return nil
    }
}
