/// Where values that say themselves by `Encodable` are written to.
final class JSONSink: Encoder {
    /// Of one encoding, on one thread: nobody else can be in the middle of a change.
    @exclusivity(unchecked) private(set) var text = JSONText()
    /// The depth at which the value that is being written stands.
    @exclusivity(unchecked) private var base = 0

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    var depth: Int { unsafe text.depth }
    var bytes: [UInt8] { unsafe text.bytes }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONObjectContainer<Key>(sink: self, depth: openValue(isList: false)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { JSONListContainer(sink: self, depth: openValue(isList: true)) }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONValueContainer(sink: self) }

    /// The value as a whole, its closing brackets included.
    func write(_ value: some Encodable) throws {
        let (outer, start) = unsafe (base, text.bytes.count)
        unsafe base = text.depth
        try value.encode(to: self)
        unsafe text.close(to: base)
        if unsafe text.bytes.count == start {
            open(isList: false)
            unsafe text.close(to: base)
        }
        unsafe base = outer
    }

    func open(isList: Bool) {
        if isList { unsafe text.openList() } else { unsafe text.openObject() }
    }

    func name(_ key: some CodingKey, at depth: Int) { unsafe text.name(key.stringValue, at: depth) }
    func separate(at depth: Int) { unsafe text.separate(at: depth) }
    func writeNull() { unsafe text.writeNull() }
    func write(_ flag: Bool) { unsafe text.write(flag) }
    func write(_ string: String) { unsafe text.write(string) }
    func write(_ number: some FixedWidthInteger & Encodable) { unsafe text.write(number) }
    func write(_ number: some BinaryFloatingPoint & LosslessStringConvertible & Encodable) throws { unsafe try text.write(number) }

    /// The value's own object or list; asked for again it is the same one.
    private func openValue(isList: Bool) -> Int {
        if unsafe text.depth > base { unsafe text.close(to: base + 1) } else { open(isList: isList) }
        return unsafe base + 1
    }
}
