/// Values as JSON, written while they are walked: Foundation's encoder builds a tree of dictionaries first, which takes several times as
/// long. Members come in the order in which a value says them; there is no white space.
///
/// Not for classes that inherit their encoding: a "super" encoder is not offered.
public enum CompactJSON {
    /// - Throws: `EncodingError` for numbers that JSON does not have, or whatever `value` itself throws.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let sink = JSONSink()
        try sink.write(value)
        return sink.bytes
    }

    /// The same, as text.
    public static func text(_ value: some Encodable) throws -> String {
        let sink = JSONSink()
        try sink.write(value)
        return String(decoding: sink.bytes, as: UTF8.self)
    }
}
