import Domain

/// Plans and profiles by chance, all of them valid.
struct SimulatedPlans {
    static let queues = ["advice", "sales", "second"].compactMap(QueueName.init)
    private static let skills = ["law", "rates"].compactMap(SkillName.init)

    static func profile(using random: inout IdentifierSource) -> AgentProfile {
        var profile = AgentProfile()
        for skill in skills where random.next() % 3 != 0 { profile.skills[skill] = SkillLevel(clamping: 1 + Int(random.next() % 5)) }
        if random.next() % 3 == 0 { profile.queues = Set(queues.filter { _ in random.next() % 3 != 0 }) }
        return profile
    }

    static func plan(version: Int, using random: inout IdentifierSource) throws -> ValidatedPlan {
        func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(random.next() % UInt64(range.count)) }
        func level() -> SkillLevel { SkillLevel(clamping: number(2...5)) }
        let timeout = number(8...25)
        let steps = try [
            WorkflowStep(name: name("Known"), to: number(0...1) == 0 ? .lastAgent : .accountOwner, timeoutSeconds: number(5...15)),
            WorkflowStep(
                name: name("Skilled"), skills: skills.map { SkillRequirement(skill: $0, level: level()) }, priority: number(0...3),
                timeoutSeconds: timeout, offers: number(1...3), skipWhen: Expression("queue.available == 0 and queue.depth > 5"),
                rings: [
                    RelaxationRing(afterSeconds: 2, lowerLevelsBy: 1),
                    RelaxationRing(afterSeconds: number(3...7), lowerLevelsBy: 1, drop: [skills[0]]),
                ]),
            WorkflowStep(
                name: name("Half"), skills: [SkillRequirement(skill: skills[1], level: level())], timeoutSeconds: number(5...30),
                offers: number(1...2)),
        ]
        let last = try WorkflowStep(name: name("Anyone"), priority: number(0...5), offers: number(1...2))
        let rules = try [
            WorkflowRule(
                name: name("VIP"), when: Expression("customer.segments has \"vip\""), priority: number(0...20), steps: steps + [last]),
            WorkflowRule(
                name: name("Cart \(version % 2)"), when: Expression("cart.amount >= 30000"), queue: queues[1], priority: number(-5...10),
                steps: [steps[1]]),
        ]
        let activities = try ["lunch", "phone"].filter { _ in number(0...2) > 0 }.map { text in
            ActivityDefinition(name: try required(ActivityName(text)), kind: text == "lunch" ? .away : .available)
        }
        // Capacities change while agents have as much in hand as they might before.
        let policy = MediaPolicy(video: .init(exclusive: number(0...3) > 0), chat: .init(capacity: number(1...3)))
        let media: [MediumSet] = [.video, [.video, .chat], .chat]
        let settings = try queues.map { queue in
            let wrapUp = WrapUpPolicy(
                mode: WrapUpPolicy.Mode.allCases[number(0...3)], seconds: number(0...40), extensions: number(0...2), extensionSeconds: 20)
            return QueueSettings(
                name: queue, media: media[number(0...2)], offerSeconds: number(0...2) == 0 ? nil : number(3...25), wrapUp: wrapUp,
                maximumDepth: number(0...3) == 0 ? number(2...12) : nil, overflow: try overflow(of: queue, number(0...4)),
                whenClosed: [.callback, .book, .refuse][number(0...2)],
                callback: CallbackPolicy(
                    offered: number(0...3) > 0, attempts: number(1...3), graceSeconds: number(60...90), retrySeconds: number(0...60),
                    atOnce: number(1...2)),
                booking: BookingPolicy(slotMinutes: .ten, perSlot: number(0...2), noticeMinutes: number(0...5), daysAhead: 1))
        }
        let workflow = try Workflow(
            name: name("Random"), rules: rules,
            default: WorkflowRule(name: name("Default"), steps: number(0...1) == 0 ? [last] : Array(steps.dropFirst()) + [last]))
        return try ValidatedPlan(
            RoutingPlan(
                workflow: workflow, queues: settings, skills: skills.map { SkillDefinition(name: $0) }, activities: activities,
                media: policy,
                priorityPointSeconds: [1, 30, 300][number(0...2)]), version: version)
    }

    /// Circles are no plan: it only flows towards the last queue.
    private static func overflow(of queue: QueueName, _ kind: Int) throws -> [OverflowRule] {
        switch kind {
        case 0 where queue != queues[2]: [OverflowRule(when: try Expression("queue.depth > 3"), action: .move(to: queues[2]))]
        case 1 where queue == queues[0]: [OverflowRule(when: try Expression("wait > 20"), action: .move(to: queues[1]))]
        case 2: [OverflowRule(when: try Expression("queue.staffed == 0 and wait > 10"), action: .close(.callback))]
        case 3: [OverflowRule(when: try Expression("queue.depth > 5"), action: .close(.book))]
        default: []
        }
    }

    struct Malformed: Error {}

    private static func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Malformed() }
        return value
    }

    private static func name(_ text: String) throws -> BoundedText<NameLimit> { try required(BoundedText(text)) }
}
