/// The bounds of a plan.
public enum PlanLimits {
    public static let rules = 200
    public static let steps = 1...20
    public static let skillsOfStep = 10
    public static let rings = 5
    public static let queues = 200
    public static let skills = 500
    public static let activities = 100
    public static let hours = 100
    public static let overflowRules = 20

    /// Of a rule and of a step.
    public static let priority = -100...100
    public static let priorityPointSeconds = 1...3_600
    public static let timeoutSeconds = 1...86_400
    public static let offersAtOnce = 1...10
    public static let ringSeconds = 1...86_400
    /// From the highest level to the lowest.
    public static let loweredLevels = 0...4
    public static let serviceLevelSeconds = 1...86_400
    public static let offerSeconds = 3...300
    public static let depth = 1...100_000
    public static let wrapUpSeconds = 0...7_200
    public static let wrapUpExtensions = 0...10
    public static let wrapUpExtensionSeconds = 5...3_600
    public static let callbackAttempts = 1...10
    public static let callbackGraceSeconds = 60...86_400
    public static let callbackRetrySeconds = 0...604_800
    public static let callbacksAtOnce = 1...1_000
    /// 0: nobody is offered chats.
    public static let chatCapacity = 0...10
    /// 0: no times can be booked.
    public static let bookingsPerSlot = 0...1_000
    public static let bookingNoticeMinutes = 0...10_080
    public static let bookingDaysAhead = 1...60
}
