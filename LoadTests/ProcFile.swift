import Foundation

/// A text file of the kernel's with lines `name value`.
struct ProcFile {
    let text: String

    init(_ path: String) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw LoadError("cannot read \(path)") }
        self.text = text
    }

    func value(_ name: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(name) }
            .map { $0.dropFirst(name.count).trimmingCharacters(in: CharacterSet(charactersIn: " \t:\"=")) }
    }

    func kibibytes(_ name: String) throws -> Int {
        guard let number = value(name)?.split(separator: " ").first.flatMap({ Int($0) }) else {
            throw LoadError("no \(name) among the kernel's figures")
        }
        return number
    }
}
