import Signaling

/// Reads the head of a client's message and proves the rest to be JSON, in one pass over the bytes and without building anything.
///
/// Refused: what is not JSON (RFC 8259), more than `maximumDepth` levels, a name twice in one object, more than `maximumNames` names in one
/// object, an escape in a name. The parameters stay where they are; their range is in the result.
struct EnvelopeScanner {
    static let maximumDepth = 16
    static let maximumNames = 128

    struct Envelope: Hashable {
        let message: ClientMessage
        /// Where the value of `p` stands; empty when there is none.
        let parameters: Range<Int>
    }

    /// The names of the objects that are open, as ranges of the message; kept between messages to save the allocation.
    private var names: [Range<Int>] = []

    mutating func scan(_ bytes: Span<UInt8>) throws(SignalingError) -> Envelope {
        names.removeAll(keepingCapacity: true)
        var cursor = Cursor(position: 0)
        cursor.skipSpace(bytes)
        guard cursor.take(UInt8(ascii: "{"), bytes) else { throw Self.refusal("an object is expected") }
        var id: Int64?
        var method: String?
        var acknowledged: UInt64?
        var parameters = 0..<0
        try members(bytes, &cursor, depth: 1) { scanner, name, cursor throws(SignalingError) in
            let start = cursor.position
            try scanner.value(bytes, &cursor, depth: 2)
            let range = start..<cursor.position
            guard name.count <= 2 else { return }
            switch (bytes[name.lowerBound], name.count) {
            case (UInt8(ascii: "m"), 1): method = try Self.method(bytes, range)
            case (UInt8(ascii: "a"), 1): acknowledged = try Self.whole(bytes, range)
            case (UInt8(ascii: "p"), 1): parameters = range
            case (UInt8(ascii: "i"), 2) where bytes[name.lowerBound + 1] == UInt8(ascii: "d"):
                id = Int64(clamping: try Self.whole(bytes, range))
                guard let id, id > 0 else { throw Self.refusal("id must be a positive whole number") }
            default: break
            }
        }
        cursor.skipSpace(bytes)
        guard cursor.position == bytes.count else { throw Self.refusal("something follows the object") }
        guard let method else { throw Self.refusal("m is missing") }
        return Envelope(message: ClientMessage(id: id, method: method, acknowledged: acknowledged), parameters: parameters)
    }

    /// Proves a whole text to be JSON under the same rules as a message.
    mutating func validate(_ bytes: Span<UInt8>) throws(SignalingError) {
        names.removeAll(keepingCapacity: true)
        var cursor = Cursor(position: 0)
        cursor.skipSpace(bytes)
        try value(bytes, &cursor, depth: 1)
        cursor.skipSpace(bytes)
        guard cursor.position == bytes.count else { throw Self.refusal("something follows the value") }
    }

    // MARK: Grammar

    /// The members of an object after its brace; `member` is called after the colon and reads the value.
    private mutating func members(
        _ bytes: Span<UInt8>, _ cursor: inout Cursor, depth: Int,
        _ member: (inout Self, Range<Int>, inout Cursor) throws(SignalingError) -> Void
    ) throws(SignalingError) {
        guard depth <= Self.maximumDepth else { throw Self.refusal("more than \(Self.maximumDepth) levels") }
        let firstName = names.count
        defer { names.removeSubrange(firstName...) }
        cursor.skipSpace(bytes)
        if cursor.take(UInt8(ascii: "}"), bytes) { return }
        repeat {
            cursor.skipSpace(bytes)
            let name = try self.name(bytes, &cursor, since: firstName)
            cursor.skipSpace(bytes)
            guard cursor.take(UInt8(ascii: ":"), bytes) else { throw Self.refusal("a colon is expected") }
            cursor.skipSpace(bytes)
            try member(&self, name, &cursor)
            cursor.skipSpace(bytes)
        } while cursor.take(UInt8(ascii: ","), bytes)
        guard cursor.take(UInt8(ascii: "}"), bytes) else { throw Self.refusal("a comma or a closing brace is expected") }
    }

    private mutating func name(_ bytes: Span<UInt8>, _ cursor: inout Cursor, since firstName: Int) throws(SignalingError) -> Range<Int> {
        let start = cursor.position + 1
        let hasEscape = try cursor.string(bytes)
        guard !hasEscape else { throw Self.refusal("a name holds an escape") }
        let name = start..<(cursor.position - 1)
        guard names.count - firstName < Self.maximumNames else { throw Self.refusal("too many names in one object") }
        for other in names[firstName...] where Self.isEqual(bytes, name, other) { throw Self.refusal("a name stands there twice") }
        names.append(name)
        return name
    }

    private mutating func value(_ bytes: Span<UInt8>, _ cursor: inout Cursor, depth: Int) throws(SignalingError) {
        guard cursor.position < bytes.count else { throw Self.refusal("it ends too early") }
        switch bytes[cursor.position] {
        case UInt8(ascii: "{"):
            cursor.position += 1
            try members(bytes, &cursor, depth: depth) { scanner, _, cursor throws(SignalingError) in
                try scanner.value(bytes, &cursor, depth: depth + 1)
            }
        case UInt8(ascii: "["):
            cursor.position += 1
            try elements(bytes, &cursor, depth: depth)
        case UInt8(ascii: "\""): _ = try cursor.string(bytes)
        case UInt8(ascii: "t"): try cursor.word("true", bytes)
        case UInt8(ascii: "f"): try cursor.word("false", bytes)
        case UInt8(ascii: "n"): try cursor.word("null", bytes)
        default: try cursor.number(bytes)
        }
    }

    private mutating func elements(_ bytes: Span<UInt8>, _ cursor: inout Cursor, depth: Int) throws(SignalingError) {
        guard depth <= Self.maximumDepth else { throw Self.refusal("more than \(Self.maximumDepth) levels") }
        cursor.skipSpace(bytes)
        if cursor.take(UInt8(ascii: "]"), bytes) { return }
        repeat {
            cursor.skipSpace(bytes)
            try value(bytes, &cursor, depth: depth + 1)
            cursor.skipSpace(bytes)
        } while cursor.take(UInt8(ascii: ","), bytes)
        guard cursor.take(UInt8(ascii: "]"), bytes) else { throw Self.refusal("a comma or a closing bracket is expected") }
    }

    // MARK: Values of the head

    private static func method(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(SignalingError) -> String {
        guard range.count >= 2, range.count <= 42, bytes[range.lowerBound] == UInt8(ascii: "\"") else {
            throw refusal("m must be a short string")
        }
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        for index in range.dropFirst().dropLast() { text.append(bytes[index]) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func whole(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(SignalingError) -> UInt64 {
        var value: UInt64 = 0
        guard range.count <= 16 else { throw refusal("a number is too large") }
        for index in range {
            let byte = bytes[index]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { throw refusal("id and a must be whole numbers") }
            value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return value
    }

    private static func isEqual(_ bytes: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count where bytes[left.lowerBound + offset] != bytes[right.lowerBound + offset] { return false }
        return true
    }

    static func refusal(_ reason: String) -> SignalingError {
        SignalingError(.badMessage, "not a message: \(reason)")
    }
}
