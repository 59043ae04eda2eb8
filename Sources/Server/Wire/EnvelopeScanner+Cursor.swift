import Signaling

extension EnvelopeScanner {
    /// A place in the message, with the tokens that can start there.
    struct Cursor {
        var position: Int

        mutating func skipSpace(_ bytes: Span<UInt8>) {
            while position < bytes.count {
                switch bytes[position] {
                case 0x20, 0x09, 0x0A, 0x0D: position += 1
                default: return
                }
            }
        }

        mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(SignalingError) {
            let isThere = word.withUTF8Buffer { letters in
                guard bytes.count - position >= letters.count else { return false }
                for offset in 0..<letters.count where unsafe letters[offset] != bytes[position + offset] { return false }
                return true
            }
            guard isThere else { throw refusal("an unknown word") }
            position += word.utf8CodeUnitCount
        }

        /// Passes over a string with its quotes. Returns whether it holds an escape.
        mutating func string(_ bytes: Span<UInt8>) throws(SignalingError) -> Bool {
            guard take(UInt8(ascii: "\""), bytes) else { throw refusal("a string is expected") }
            var hasEscape = false
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                if byte == UInt8(ascii: "\"") { return hasEscape }
                if byte < 0x20 { throw refusal("a control character in a string") }
                if byte == UInt8(ascii: "\\") {
                    hasEscape = true
                    try escape(bytes)
                }
            }
            throw refusal("a string does not end")
        }

        private mutating func escape(_ bytes: Span<UInt8>) throws(SignalingError) {
            guard position < bytes.count else { throw refusal("a string does not end") }
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
                UInt8(ascii: "r"), UInt8(ascii: "t"):
                return
            case UInt8(ascii: "u"):
                for _ in 0..<4 {
                    guard position < bytes.count, Self.isHexadecimal(bytes[position]) else { throw refusal("a bad escape") }
                    position += 1
                }
            default: throw refusal("a bad escape")
            }
        }

        /// RFC 8259 §6: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
        mutating func number(_ bytes: Span<UInt8>) throws(SignalingError) {
            _ = take(UInt8(ascii: "-"), bytes)
            if !take(UInt8(ascii: "0"), bytes) { try digits(bytes) }
            if take(UInt8(ascii: "."), bytes) { try digits(bytes) }
            if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
                if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
                try digits(bytes)
            }
        }

        private mutating func digits(_ bytes: Span<UInt8>) throws(SignalingError) {
            let start = position
            while position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") { position += 1 }
            guard position > start else { throw refusal("a value is expected") }
        }

        private static func isHexadecimal(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
            default: false
            }
        }
    }
}
