import Foundation

/// Text of people in a header (RFC 2047). Whatever the text is, nothing comes out but printable ASCII and our own folds, so no text can
/// end its line and begin another header.
enum HeaderText {
    /// 48 characters of base64 and the 12 of `=?UTF-8?B?` and `?=` keep the line at 76 also behind the header's name.
    private static let bytesPerWord = 36
    /// Text that is not encoded is not folded either.
    private static let longestPlain = 60

    /// - Parameter isPhrase: it stands before an address, where signs such as a comma have a meaning.
    static func encode(_ text: String, isPhrase: Bool = false) -> String {
        let line = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        if isPlain(line, isPhrase: isPhrase) { return String(line.map(Character.init)) }
        return words(line).map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    private static func isPlain(_ line: [Unicode.Scalar], isPhrase: Bool) -> Bool {
        guard line.count <= longestPlain, line.first != " ", line.last != " ", !isPhrase || !line.isEmpty else { return false }
        return line.indices.allSatisfy { index in
            switch line[index] {
            case "A"..."Z", "a"..."z", "0"..."9", " ": true
            // What a reader could take for an encoded word is encoded itself.
            case "=": !isPhrase && !(index + 1 < line.count && line[index + 1] == "?")
            case "!"..."~": !isPhrase
            default: false
            }
        }
    }

    /// Each word must be whole UTF-8 by itself.
    private static func words(_ line: [Unicode.Scalar]) -> [[UInt8]] {
        var words: [[UInt8]] = [[]]
        for scalar in line {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > bytesPerWord { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words
    }
}
