/// Writes a decoded target as a request target again (RFC 3986 §3.3 and §3.4).
enum PercentEncoding {
    static func target(path: String, query: [(name: String, value: String)]) -> String {
        var target = ""
        append(path, to: &target, keeping: "/:@!$&'()*+,;=")
        for (index, argument) in query.enumerated() {
            target += index == 0 ? "?" : "&"
            append(argument.name, to: &target, keeping: "/?:@!$'()*,;")
            target += "="
            append(argument.value, to: &target, keeping: "/?:@!$'()*,;")
        }
        return target
    }

    private static func append(_ text: String, to target: inout String, keeping reserved: StaticString) {
        for byte in text.utf8 {
            let isPlain: Bool
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                isPlain = true
            default: isPlain = reserved.withUTF8Buffer { unsafe $0.contains(byte) }
            }
            if isPlain {
                target.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                target += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
    }
}
