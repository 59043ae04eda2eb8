/// Everything that managers decide about routing. One document with one version, so that its names always fit each other.
public struct RoutingPlan: Hashable, Sendable, Codable {
    /// One point of priority is worth this many seconds of waiting, unless a plan says otherwise.
    public static let standardPointSeconds = 30

    public var workflow: Workflow
    public var queues: [QueueSettings]
    public var skills: [SkillDefinition]
    /// Beside the built-in ones, which every plan has.
    public var activities: [ActivityDefinition]
    public var hours: [BusinessHours]
    /// How much agents have in hand at once.
    public var media: MediaPolicy
    /// What waiting customers are told, where it is not the standard text.
    public var greetings: GreetingTexts
    /// The ageing: one point of priority is worth this many seconds of waiting.
    public var priorityPointSeconds: Int

    public init(
        workflow: Workflow = .standard, queues: [QueueSettings] = [], skills: [SkillDefinition] = [],
        activities: [ActivityDefinition] = [], hours: [BusinessHours] = [], media: MediaPolicy = MediaPolicy(),
        greetings: GreetingTexts = GreetingTexts(),
        priorityPointSeconds: Int = Self.standardPointSeconds
    ) {
        self.workflow = workflow
        self.queues = queues
        self.skills = skills
        self.activities = activities
        self.hours = hours
        self.media = media
        self.greetings = greetings
        self.priorityPointSeconds = priorityPointSeconds
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        workflow = try container.decodeIfPresent(Workflow.self, forKey: .workflow) ?? .standard
        queues = try container.decodeIfPresent([QueueSettings].self, forKey: .queues) ?? []
        skills = try container.decodeIfPresent([SkillDefinition].self, forKey: .skills) ?? []
        activities = try container.decodeIfPresent([ActivityDefinition].self, forKey: .activities) ?? []
        hours = try container.decodeIfPresent([BusinessHours].self, forKey: .hours) ?? []
        media = try container.decodeIfPresent(MediaPolicy.self, forKey: .media) ?? MediaPolicy()
        greetings = try container.decodeIfPresent(GreetingTexts.self, forKey: .greetings) ?? GreetingTexts()
        priorityPointSeconds = try container.decodeIfPresent(Int.self, forKey: .priorityPointSeconds) ?? Self.standardPointSeconds
    }
}
