/// JSON as it is written, and which objects and lists are open in it. Whoever writes further out closes what is open further in, so that
/// nobody has to say where an object ends.
public struct JSONText: ~Copyable {
    public private(set) var bytes: [UInt8] = []
    /// The closing brackets still to come, outermost first.
    private var closers: [UInt8] = []

    public init() {
        bytes.reserveCapacity(512)
        closers.reserveCapacity(16)
    }

    /// Objects and lists that are open.
    public var depth: Int { closers.count }

    public mutating func openObject() { open("{", "}") }

    public mutating func openList() { open("[", "]") }

    public mutating func close(to depth: Int) {
        while closers.count > depth { bytes.append(closers.removeLast()) }
    }

    /// Makes room for the next element of the object or list at that depth; the outermost one stands at 1.
    public mutating func separate(at depth: Int) {
        precondition(closers.count >= depth, "an object or list is written to although it is closed")
        close(to: depth)
        // What ends in one of these has just been opened: text ends in a quotation mark.
        if let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
    }

    /// The name of the next member.
    public mutating func name(_ name: String, at depth: Int) {
        separate(at: depth)
        write(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func open(_ opener: Unicode.Scalar, _ closer: Unicode.Scalar) {
        bytes.append(UInt8(ascii: opener))
        closers.append(UInt8(ascii: closer))
    }
}

/// Values that have no parts.
extension JSONText {
    public mutating func writeNull() { append("null") }

    public mutating func write(_ flag: Bool) { append(flag ? "true" : "false") }

    public mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { characters in
            if unsafe characters.contains(where: Self.needsEscape) {
                for index in characters.indices { appendEscaped(unsafe characters[index]) }
            } else {
                unsafe bytes.append(contentsOf: characters)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    public mutating func write(_ number: some FixedWidthInteger & Encodable) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = UInt64(number.magnitude)
        let start = bytes.count
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes.append(UInt8(ascii: "0") + UInt8(digit))
            rest = quotient
        } while rest > 0
        bytes[start...].reverse()
    }

    /// - Throws: `EncodingError` for numbers that JSON does not have.
    public mutating func write(_ number: some BinaryFloatingPoint & LosslessStringConvertible & Encodable) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(number, .init(codingPath: [], debugDescription: "JSON has no such number"))
        }
        let text = number.description
        append(text.hasSuffix(".0") ? text.dropLast(2) : text[...])
    }

    private static func needsEscape(_ character: UInt8) -> Bool {
        character < 0x20 || character == UInt8(ascii: "\"") || character == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ character: UInt8) {
        switch character {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        case 0..<0x20: append("\\u00\(character < 0x10 ? "0" : "")\(String(character, radix: 16))")
        default: bytes.append(character)
        }
    }

    private mutating func append(_ text: some StringProtocol) { bytes.append(contentsOf: text.utf8) }
}
