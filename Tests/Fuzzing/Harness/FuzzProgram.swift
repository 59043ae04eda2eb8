import Foundation

/// `swift run --sanitize=address MediaFuzz [--target NAME] [--seconds N] [--seed S] [--input FILE]…`
///
/// Each target has `--seconds`. The input in hand lies in a file; when the process dies the file is the finding, and `--input` runs it
/// again. `--record yes` writes the targets' own seeds to the corpus.
public enum FuzzProgram {
    public static func main(_ all: [any FuzzTarget]) throws {
        let options = try FuzzOptions(CommandLine.arguments.dropFirst())
        let targets = all.filter { options.target == nil || $0.name == options.target }
        guard !targets.isEmpty else { throw FuzzOptions.Problem(text: "targets: " + all.map(\.name).joined(separator: ", ")) }
        for target in targets {
            let run = FuzzRun(target: target, options: options)
            if options.records {
                try run.record()
            } else if options.inputs.isEmpty {
                try run.search()
            } else {
                for path in options.inputs { target.run([UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))) }
            }
        }
    }
}

struct FuzzOptions {
    struct Problem: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }

    var target: String?
    var seconds = 30.0
    var seed = UInt64.random(in: 1...(.max))
    var corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpus")
    var inputs: [String] = []
    var records = false

    init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Problem(text: "\(name) needs a value") }
            switch name {
            case "--target": target = value
            case "--seconds": seconds = try number(value)
            case "--seed": seed = try number(value)
            case "--corpus": corpus = URL(fileURLWithPath: value)
            case "--input": inputs.append(value)
            case "--record": records = true
            default: throw Problem(text: "unknown option \(name)")
            }
        }
    }

    private func number<Number: LosslessStringConvertible>(_ text: String) throws -> Number {
        guard let number = Number(text) else { throw Problem(text: "\(text) is no number") }
        return number
    }
}
