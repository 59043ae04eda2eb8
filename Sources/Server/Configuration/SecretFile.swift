import Foundation

/// A file with one secret in it; the line break that editors leave at its end does not count.
enum SecretFile {
    /// - Throws: `ConfigurationError`, which names the variable and never the secret.
    static func read(_ path: String, for variable: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ConfigurationError("\(variable): \(path) cannot be read as text: check that it is there and belongs to this user")
        }
        let secret = text.trimmingCharacters(in: .newlines)
        guard !secret.isEmpty else { throw ConfigurationError("\(variable): \(path) is empty") }
        // It stands in a header or a command, where a line break would begin another one.
        guard secret.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw ConfigurationError("\(variable): \(path) must hold one line, without control characters")
        }
        return secret
    }
}
