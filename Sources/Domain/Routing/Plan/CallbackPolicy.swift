/// How the customers of a queue are called back: they are written to when it is their turn, and have some time to come.
public struct CallbackPolicy: Hashable, Sendable, Codable {
    /// Whether those who wait may ask for it. (Those who are turned away may where `whenClosed` or the overflow rule says `callback`.)
    public var offered: Bool
    /// Letters at most, one for each attempt.
    public var attempts: Int
    /// How long the customer has to come after a letter.
    public var graceSeconds: Int
    /// From the end of one attempt to the beginning of the next.
    public var retrySeconds: Int
    /// So many customers are expected at a time: they come to agents who have become free, and some never come.
    public var atOnce: Int

    public init(offered: Bool = true, attempts: Int = 2, graceSeconds: Int = 600, retrySeconds: Int = 1_800, atOnce: Int = 3) {
        self.offered = offered
        self.attempts = attempts
        self.graceSeconds = graceSeconds
        self.retrySeconds = retrySeconds
        self.atOnce = atOnce
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let standard = Self()
        offered = try container.decodeIfPresent(Bool.self, forKey: .offered) ?? standard.offered
        attempts = try container.decodeIfPresent(Int.self, forKey: .attempts) ?? standard.attempts
        graceSeconds = try container.decodeIfPresent(Int.self, forKey: .graceSeconds) ?? standard.graceSeconds
        retrySeconds = try container.decodeIfPresent(Int.self, forKey: .retrySeconds) ?? standard.retrySeconds
        atOnce = try container.decodeIfPresent(Int.self, forKey: .atOnce) ?? standard.atOnce
    }
}
