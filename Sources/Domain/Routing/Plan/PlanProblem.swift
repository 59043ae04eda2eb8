/// Something that keeps a plan from being adopted.
public struct PlanProblem: Hashable, Sendable, Codable {
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// A number is past its bounds.
        case outOfRange = "out_of_range"
        /// A list has too many entries.
        case tooMany = "too_many"
        /// Two things of a kind have the same name.
        case duplicateName = "duplicate_name"
        /// A queue that the plan does not define.
        case unknownQueue = "unknown_queue"
        /// A use case whose queue the plan does not define.
        case missingQueue = "missing_queue"
        /// A skill that the plan does not define, or that the step does not ask for.
        case unknownSkill = "unknown_skill"
        /// Opening hours that the plan does not define.
        case unknownHours = "unknown_hours"
        /// A rule, not the default one, that would take every ticket.
        case missingCondition = "missing_condition"
        /// The default rule takes every ticket and has no condition.
        case unexpectedCondition = "unexpected_condition"
        /// A rule without steps.
        case missingSteps = "missing_steps"
        /// A step before the last that never ends.
        case missingTimeout = "missing_timeout"
        /// The default rule's last step serves whom no other step serves: it is for anyone and never skipped.
        case unreliableDefault = "unreliable_default"
        /// A ring that comes before the one above it, or not before its step ends.
        case ringOrder = "ring_order"
        /// A ring that relaxes nothing.
        case ringWithoutEffect = "ring_without_effect"
        /// Queues that overflow into each other in a circle.
        case overflowCycle = "overflow_cycle"
        /// A built-in activity of another kind.
        case builtInActivity = "built_in_activity"
        /// A queue whose customers can talk in no way.
        case missingMedium = "missing_medium"
        /// A medium that a queue's customers may choose, and no agent has capacity for.
        case noCapacity = "no_capacity"
        /// Words in braces for which the greeting has nothing to fill in.
        case unknownPlaceholder = "unknown_placeholder"
        /// Not readable at all: a malformed name, a missing field, a condition with an error.
        case unreadable
    }

    /// Where, as in `workflow.rules[2].steps[0].skills[1]`.
    public let path: String
    public let code: Code
    public let message: String
    /// For what is unreadable: the code of the error behind it (`ExpressionError.Code`, `HoursProblem.Code`, `TextError.Code`).
    public let cause: String?
    /// For a condition that is unreadable: where in its text.
    public let offset: Int?

    public init(path: String, code: Code, message: String, cause: String? = nil, offset: Int? = nil) {
        self.path = path
        self.code = code
        self.message = message
        self.cause = cause
        self.offset = offset
    }
}

/// A plan that cannot be adopted.
public struct PlanError: Error, Hashable, Sendable {
    /// At least one.
    public let problems: [PlanProblem]

    public init(problems: [PlanProblem]) {
        self.problems = problems
    }
}
