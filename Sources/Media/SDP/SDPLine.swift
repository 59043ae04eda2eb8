/// One `type=value` line.
struct SDPLine {
    let number: Int
    let type: UInt8
    let value: Substring

    /// The words of the value, without empty ones.
    var words: [Substring] { Self.words(value) }

    /// `a=name:value`; the value is empty in a property attribute.
    var attribute: (name: Substring, value: Substring) { Self.split(value, at: ":") }

    /// Splits the lines. Works on bytes: to Swift CR and LF together are one `Character`, and so are a space and a combining accent.
    static func lines(of text: [UInt8]) throws(SDPError) -> [SDPLine] {
        var lines: [SDPLine] = []
        var number = 0
        for var bytes in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            if bytes.isEmpty { continue }
            guard bytes.count >= 2, bytes[bytes.startIndex + 1] == UInt8(ascii: "="), let type = bytes.first else {
                throw SDPError(.malformedLine, line: number)
            }
            guard !bytes.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f }),
                let value = String(validating: bytes.dropFirst(2), as: UTF8.self)
            else { throw SDPError(.notText, line: number) }
            lines.append(SDPLine(number: number, type: type, value: value[...]))
        }
        return lines
    }

    static func words(_ text: Substring) -> [Substring] {
        text.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
    }

    /// Before and behind the first `separator`; the second is empty when there is none.
    static func split(_ text: Substring, at separator: Unicode.Scalar) -> (Substring, Substring) {
        let bytes = text.utf8
        guard let place = bytes.firstIndex(of: UInt8(ascii: separator)) else { return (text, "") }
        return (Substring(bytes[..<place]), Substring(bytes[bytes.index(after: place)...]))
    }
}

extension Substring {
    /// A token of RFC 8866 §9 that is not too long to be handed on.
    var isToken: Bool {
        1...64 ~= utf8.count
            && utf8.allSatisfy { byte in
                switch byte {
                case 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x30...0x39, 0x41...0x5a, 0x5e...0x7e: true
                default: false
                }
            }
    }
}
