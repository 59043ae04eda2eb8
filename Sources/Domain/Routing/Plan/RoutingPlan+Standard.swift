extension RoutingPlan {
    /// What the server does when nobody planned anything: each queue first come, first served, by anyone.
    public static func standard(queues: [QueueName] = []) -> Self {
        Self(queues: queues.map { QueueSettings(name: $0) })
    }
}

extension Workflow {
    public static let standard = Self(name: BoundedText(constant: "Standard"), default: .standard)
}

extension WorkflowRule {
    public static let standard = Self(name: BoundedText(constant: "Default"), steps: [.standard])
}

extension WorkflowStep {
    /// Anyone, whatever their skills, for as long as it takes.
    public static let standard = Self(name: BoundedText(constant: "Anyone"))
}

extension BoundedText {
    /// A name that the program itself writes.
    fileprivate init(constant: StaticString) {
        guard let text = Self("\(constant)") else { preconditionFailure("not a name: \(constant)") }
        self = text
    }
}
