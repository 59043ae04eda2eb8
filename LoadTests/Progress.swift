import Foundation

/// What the run is doing, on standard error: standard output carries the JSON document alone.
enum Progress {
    static func say(_ text: String) {
        FileHandle.standardError.write(Data("LoadTests: \(text)\n".utf8))
    }
}
