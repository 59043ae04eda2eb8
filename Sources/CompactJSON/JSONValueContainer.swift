/// A value that stands for another one.
struct JSONValueContainer: SingleValueEncodingContainer {
    let sink: JSONSink

    var codingPath: [any CodingKey] { [] }

    func encodeNil() { sink.writeNull() }

    func encode(_ value: Bool) { sink.write(value) }
    func encode(_ value: String) { sink.write(value) }
    func encode(_ value: some FixedWidthInteger & Encodable) { sink.write(value) }
    func encode(_ value: some BinaryFloatingPoint & LosslessStringConvertible & Encodable) throws { try sink.write(value) }
    func encode(_ value: some Encodable) throws { try sink.write(value) }
}
