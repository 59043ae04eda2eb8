/// How agents of a queue finish the record after a call.
public struct WrapUpPolicy: Hashable, Sendable, Codable {
    public enum Mode: String, Sendable, Codable, CaseIterable {
        /// The agent may leave at once; it ends by itself after `seconds`.
        case optional
        /// It lasts until the agent has finished the record; `seconds` are the reminder, and the machine's own bound still ends it.
        case mandatory
        /// It ends when the agent has finished the record, after `seconds` at the latest.
        case timed
        /// It lasts `seconds`, no more and no less.
        case timedFixed
    }

    public var mode: Mode
    public var seconds: Int
    /// How often the agent may ask for more time.
    public var extensions: Int
    public var extensionSeconds: Int

    public init(mode: Mode = .timed, seconds: Int = 120, extensions: Int = 0, extensionSeconds: Int = 60) {
        self.mode = mode
        self.seconds = seconds
        self.extensions = extensions
        self.extensionSeconds = extensionSeconds
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let standard = Self()
        mode = try container.decodeIfPresent(Mode.self, forKey: .mode) ?? standard.mode
        seconds = try container.decodeIfPresent(Int.self, forKey: .seconds) ?? standard.seconds
        extensions = try container.decodeIfPresent(Int.self, forKey: .extensions) ?? standard.extensions
        extensionSeconds = try container.decodeIfPresent(Int.self, forKey: .extensionSeconds) ?? standard.extensionSeconds
    }
}
