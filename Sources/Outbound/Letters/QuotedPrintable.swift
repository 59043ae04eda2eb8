/// RFC 2045 §6.7 for text: lines of at most 76 characters, `CRLF` between them.
enum QuotedPrintable {
    private static let longestLine = 76

    static func encode(_ text: String) -> String {
        // A line break is one, however it was written.
        text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { encode(line: Array($0.utf8)) }.joined(separator: "\r\n")
    }

    private static func encode(line bytes: [UInt8]) -> String {
        var lines: [String] = [""]
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isFirst = lines[lines.count - 1].isEmpty
            let sign = sign(byte, isFirst: isFirst, isLast: isLast)
            // The `=` of a soft break needs a place, too.
            if lines[lines.count - 1].utf8.count + sign.utf8.count > longestLine - (isLast ? 0 : 1) {
                lines[lines.count - 1] += "="
                lines.append(self.sign(byte, isFirst: true, isLast: isLast))
            } else {
                lines[lines.count - 1] += sign
            }
        }
        return lines.joined(separator: "\r\n")
    }

    private static func sign(_ byte: UInt8, isFirst: Bool, isLast: Bool) -> String {
        switch byte {
        // Spaces at the end of a line get lost on the way.
        case UInt8(ascii: " "), UInt8(ascii: "\t"): isLast ? escape(byte) : String(Unicode.Scalar(byte))
        // A dot in front ends a mail, `From` begins one in a mailbox: nobody on the way is led into temptation.
        case UInt8(ascii: "."), UInt8(ascii: "F"): isFirst ? escape(byte) : String(Unicode.Scalar(byte))
        case UInt8(ascii: "="): escape(byte)
        case 0x21...0x7E: String(Unicode.Scalar(byte))
        default: escape(byte)
        }
    }

    private static func escape(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "=0\(digits)" : "=\(digits)"
    }
}
