import HTTPTypes

/// What part of a file a client asks for (RFC 9110 §14).
enum RangeRequest: Equatable {
    /// All of it: no range, one that is not understood, or several.
    case whole
    case part(Range<Int>)
    case unsatisfiable

    /// - Parameter etag: of what is there now; a range of something else is not asked for any more (`If-Range`).
    init(_ fields: HTTPFields, length: Int, etag: String) {
        guard let field = fields[.range], fields[.ifRange].map({ $0 == etag }) ?? true else {
            self = .whole
            return
        }
        self.init(field, length: length)
    }

    init(_ field: String, length: Int) {
        self = .whole
        let parts = field.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return }
        let bounds = parts[1].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard bounds.count == 2, bounds.allSatisfy({ $0.isEmpty || Self.number($0) != nil }) else { return }
        switch (Self.number(bounds[0]), Self.number(bounds[1])) {
        case (nil, nil): return
        // The last so many bytes.
        case (nil, let count?): self = count == 0 || length == 0 ? .unsatisfiable : .part(max(0, length - count)..<length)
        case (let first?, nil): self = first < length ? .part(first..<length) : .unsatisfiable
        case (let first?, let last?):
            guard first <= last else { return }
            self = first < length ? .part(first..<min(last, length - 1) + 1) : .unsatisfiable
        }
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return Int(text) ?? Int.max
    }
}
