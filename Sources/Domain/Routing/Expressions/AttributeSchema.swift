/// What kind of value an attribute has.
public enum AttributeType: String, Sendable, Codable, CaseIterable {
    case text, number, boolean, list
}

/// Which attributes a condition may name, and of which type each is: what makes a misspelt name an error when the condition
/// is written and not a customer who waits in the wrong queue.
public struct AttributeSchema: Hashable, Sendable {
    public enum Declaration: Hashable, Sendable {
        case declared(AttributeType)
        /// `custom.*`: anything, known only when a ticket is there.
        case custom
        case unknown
    }

    public let types: [AttributeName: AttributeType]

    public init(_ types: [AttributeName: AttributeType]) {
        self.types = types
    }

    public subscript(name: AttributeName) -> Declaration {
        if let type = types[name] { return .declared(type) }
        return name.isCustom ? .custom : .unknown
    }

    /// What every ticket has, or may have.
    public static let ticket = Self([
        .useCase: .text, .queue: .text, .language: .text, .page: .text, .entryPoint: .text, .variant: .text, .matter: .text,
        .cartAmount: .number, .cartCurrency: .text,
        .customerVerified: .boolean, .customerSegments: .list, .customerKnown: .boolean,
        .appointment: .boolean, .callback: .boolean, .medium: .text, .wait: .number,
        .queueDepth: .number, .queueAvailable: .number, .queueStaffed: .number, .preflightCamera: .text,
    ])
}
