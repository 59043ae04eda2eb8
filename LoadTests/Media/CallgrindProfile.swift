/// The sums of a profile that callgrind wrote (its manual, "Callgrind Format Specification"): instructions, and who asked for memory.
struct CallgrindProfile {
    private static let allocators: Set<Substring> = ["malloc", "calloc", "realloc", "aligned_alloc", "posix_memalign"]

    private(set) var instructions = 0
    /// Calls of the C library's allocator, by the file name of the program or library that called.
    private(set) var allocations: [String: Int] = [:]

    init(_ text: String) {
        var names = NameTable()
        var (object, calledFunction) = ("", Substring())
        for line in text.split(separator: "\n") {
            guard let separator = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { continue }
            let (key, value) = (line[..<separator], line[line.index(after: separator)...])
            switch key {
            case "ob": object = String(names.resolve(value, of: "ob"))
            case "cob": _ = names.resolve(value, of: "ob")
            case "fn": _ = names.resolve(value, of: "fn")
            case "cfn": calledFunction = names.resolve(value, of: "fn")
            case "calls":
                guard Self.allocators.contains(calledFunction), let count = value.split(separator: " ").first.flatMap({ Int($0) }) else {
                    break
                }
                allocations[object.split(separator: "/").last.map(String.init) ?? "?", default: 0] += count
            case "totals", "summary": instructions = max(instructions, value.split(separator: " ").first.flatMap { Int($0) } ?? 0)
            default: break
            }
        }
    }
}

/// A name is written out once, `(12) malloc`, and from then on called `(12)`.
private struct NameTable {
    private var names: [Substring: Substring] = [:]

    mutating func resolve(_ text: Substring, of kind: String) -> Substring {
        guard text.hasPrefix("("), let end = text.firstIndex(of: ")") else { return text }
        let key = kind + text[...end]
        let name = text[text.index(after: end)...].drop { $0 == " " }
        if name.isEmpty { return names[Substring(key)] ?? "" }
        // Functions of one name are told apart by a suffix: malloc'2.
        let plain = name.prefix { $0 != "'" }
        names[Substring(key)] = plain
        return plain
    }
}
