/// What became of the interactions that began in a queue since some moment: what a service level is made of. Customers who asked to be
/// called back did not wait, and are left out.
public struct ServiceFigures: Hashable, Sendable {
    /// Interactions that began.
    public var offered = 0
    public var answered = 0
    /// Answered within the target.
    public var withinTarget = 0
    /// The customer gave up, or was given up, unanswered.
    public var abandoned = 0
    /// The sum of the waits of those answered, in milliseconds.
    public var answerMilliseconds: Int64 = 0

    public init() {}

    /// Answered within the target, of all whose wait is over; `nil` as long as there is none.
    public var serviceLevel: Double? {
        let settled = answered + abandoned
        return settled == 0 ? nil : Double(withinTarget) / Double(settled)
    }

    /// Average speed of answer; `nil` as long as nobody was answered.
    public var averageAnswerMilliseconds: Int64? { answered == 0 ? nil : answerMilliseconds / Int64(answered) }
}
