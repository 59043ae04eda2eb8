/// Why a measurement cannot go on; the text is for the person at the terminal.
struct LoadError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// A failed C call, with the error number it left behind.
    static func system(_ call: String, _ code: Int32) -> LoadError {
        LoadError("\(call) failed: \(SystemCalls.describe(code))")
    }
}
