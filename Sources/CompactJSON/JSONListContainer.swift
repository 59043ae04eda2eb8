/// One JSON list.
struct JSONListContainer: UnkeyedEncodingContainer {
    let sink: JSONSink
    let depth: Int
    private(set) var count = 0

    init(sink: JSONSink, depth: Int) {
        self.sink = sink
        self.depth = depth
    }

    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() {
        next()
        sink.writeNull()
    }

    mutating func encode(_ value: Bool) {
        next()
        sink.write(value)
    }

    mutating func encode(_ value: String) {
        next()
        sink.write(value)
    }

    mutating func encode(_ value: some FixedWidthInteger & Encodable) {
        next()
        sink.write(value)
    }

    mutating func encode(_ value: some BinaryFloatingPoint & LosslessStringConvertible & Encodable) throws {
        next()
        try sink.write(value)
    }

    mutating func encode(_ value: some Encodable) throws {
        next()
        try sink.write(value)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        next()
        sink.open(isList: false)
        return KeyedEncodingContainer(JSONObjectContainer<NestedKey>(sink: sink, depth: sink.depth))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        next()
        sink.open(isList: true)
        return JSONListContainer(sink: sink, depth: sink.depth)
    }

    mutating func superEncoder() -> any Encoder { preconditionFailure("inherited encodings are not written") }

    private mutating func next() {
        count += 1
        sink.separate(at: depth)
    }
}
