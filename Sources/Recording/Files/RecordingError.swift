/// Why a recording could not be written or read.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable; for states, metrics and tests.
    public enum Code: String, Hashable, Sendable, Codable {
        /// The disk has no room left, or the quota is used up.
        case diskFull = "disk_full"
        /// Any other refusal of the system: see `systemError`.
        case inputOutput = "input_output"
        case notFound = "not_found"
        /// What is there is not what was written.
        case damaged
        /// The file is sealed and the key is missing or another one.
        case wrongKey = "wrong_key"
        /// libopus refused.
        case codec
        /// Larger than anything this service writes.
        case tooLarge = "too_large"
        /// The recording was finished before.
        case closed
    }

    public let code: Code
    /// What was being done, with the file's name; for the log.
    public let context: String
    /// `errno`, or 0.
    public let systemError: Int32

    public init(_ code: Code, _ context: String, systemError: Int32 = 0) {
        self.code = code
        self.context = context
        self.systemError = systemError
    }

    /// What is there is bad. Anything else is a refusal of the disk, which says nothing about what is there and may pass.
    var isDamage: Bool { code == .damaged || code == .wrongKey }

    /// nil for what is damaged; throws what the disk refuses.
    static func unlessDamaged<Value>(_ body: () throws(RecordingError) -> Value) throws(RecordingError) -> Value? {
        do { return try body() } catch {
            guard error.isDamage else { throw error }
            return nil
        }
    }

    public var description: String {
        "\(code.rawValue): \(context)" + (systemError == 0 ? "" : " (errno \(systemError))")
    }
}
