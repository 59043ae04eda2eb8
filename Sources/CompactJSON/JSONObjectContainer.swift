/// One JSON object.
struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sink: JSONSink
    let depth: Int

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {
        sink.name(key, at: depth)
        sink.writeNull()
    }

    func encode(_ value: Bool, forKey key: Key) {
        sink.name(key, at: depth)
        sink.write(value)
    }

    func encode(_ value: String, forKey key: Key) {
        sink.name(key, at: depth)
        sink.write(value)
    }

    func encode(_ value: some FixedWidthInteger & Encodable, forKey key: Key) {
        sink.name(key, at: depth)
        sink.write(value)
    }

    func encode(_ value: some BinaryFloatingPoint & LosslessStringConvertible & Encodable, forKey key: Key) throws {
        sink.name(key, at: depth)
        try sink.write(value)
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        sink.name(key, at: depth)
        try sink.write(value)
    }

    // Those of the standard library would come back through the container's box.
    func encodeIfPresent(_ value: String?, forKey key: Key) { if let value { encode(value, forKey: key) } }
    func encodeIfPresent(_ value: (some FixedWidthInteger & Encodable)?, forKey key: Key) { if let value { encode(value, forKey: key) } }
    func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { if let value { try encode(value, forKey: key) } }

    func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type, forKey key: Key) -> KeyedEncodingContainer<NestedKey> {
        sink.name(key, at: depth)
        sink.open(isList: false)
        return KeyedEncodingContainer(JSONObjectContainer<NestedKey>(sink: sink, depth: sink.depth))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        sink.name(key, at: depth)
        sink.open(isList: true)
        return JSONListContainer(sink: sink, depth: sink.depth)
    }

    func superEncoder() -> any Encoder { preconditionFailure("inherited encodings are not written") }

    func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}
