import CLinux
import Glibc

/// The fields that the load test looks for. A full JSON parser would make the client dearer than the server it measures.
enum Field {
    static let id = Array("\"id\":".utf8)
    static let ok = Array("\"ok\":".utf8)
    static let error = Array("\"err\":".utf8)
    static let sequence = Array("\"s\":".utf8)
    static let type = Array("\"t\":\"".utf8)
    static let sessionID = Array("\"sid\":\"".utf8)
    static let secret = Array("\"secret\":\"".utf8)
    static let resumed = Array("\"resumed\":true".utf8)
    static let lastSequence = Array("\"seq\":".utf8)
    static let pingInterval = Array("\"pingMs\":".utf8)
    static let counter = Array("\"n\":".utf8)
    static let stamp = Array("\"stamp\":".utf8)
    static let pong = Array("\"pong\"".utf8)
    static let transaction = Array("\"transaction\":\"".utf8)
    static let signal = Array("signal\"".utf8)
    static let bye = Array("bye\"".utf8)
}

extension Span where Element == UInt8 {
    /// Where the text behind the first occurrence of `needle` begins.
    func position(after needle: [UInt8], from start: Int = 0) -> Int? {
        let found: Int? = unsafe withUnsafeBytes { bytes -> Int? in
            guard start < bytes.count, let base = bytes.baseAddress else { return nil }
            // memmem(haystack, haystack length, needle, needle length)
            return unsafe needle.withUnsafeBytes { wanted -> Int? in
                guard let wantedBase = wanted.baseAddress,
                    let hit = unsafe memmem(base + start, bytes.count - start, wantedBase, wanted.count)
                else { return nil }
                return unsafe UnsafeRawPointer(hit) - base
            }
        }
        return found.map { $0 + needle.count }
    }

    func contains(_ needle: [UInt8]) -> Bool { position(after: needle) != nil }

    func continues(with text: [UInt8], at start: Int) -> Bool {
        guard start + text.count <= count else { return false }
        for index in 0..<text.count where self[start + index] != text[index] { return false }
        return true
    }

    func integer(after needle: [UInt8], from start: Int = 0) -> Int? {
        guard var index = position(after: needle, from: start) else { return nil }
        var value = 0
        let first = index
        while index < count, case let digit = self[index], digit >= 0x30, digit <= 0x39, index - first < 19 {
            value = value &* 10 &+ Int(digit - 0x30)
            index += 1
        }
        return index == first ? nil : value
    }

    /// The bytes up to the closing quote, as they stand in the JSON text; ids and secrets hold no escaped quote.
    func string(after needle: [UInt8]) -> [UInt8]? {
        guard let first = position(after: needle) else { return nil }
        var end = first
        while end < count, self[end] != 0x22 { end += 1 }
        return end < count ? Array(bytes: extracting(first..<end)) : nil
    }

    /// For error messages: the whole message, cut to a line that fits a terminal.
    var shown: String {
        String(decoding: Array(bytes: extracting(0..<Swift.min(count, 400))), as: UTF8.self)
    }
}

extension Array where Element == UInt8 {
    init(bytes: Span<UInt8>) {
        self.init()
        reserveCapacity(bytes.count)
        for index in bytes.indices { append(bytes[index]) }
    }

    /// Decimal digits, without a detour over `String`.
    mutating func append(decimal value: UInt64) {
        var divisor: UInt64 = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(0x30 + value / divisor % 10))
            divisor /= 10
        }
    }
}
