extension PlanInspection {
    /// What stands in braces is filled in, and each message has but one thing that can be.
    mutating func inspect(_ greetings: GreetingTexts) {
        for message in Greeting.Message.allCases {
            for language in Language.allCases {
                guard let text = greetings.changed[message]?[language]?.description else { continue }
                for unknown in Self.placeholders(in: text) where unknown != message.placeholder {
                    let known = message.placeholder.map { "only \($0) is filled in here" } ?? "nothing is filled in here"
                    report(.unknownPlaceholder, at: "greetings.\(message.rawValue).\(language.rawValue)", "\(unknown): \(known)")
                }
            }
        }
    }

    /// Words in braces, as they are written.
    private static func placeholders(in text: String) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            guard let end = rest.firstIndex(of: "}") else { return nil }
            return "{\(rest[..<end])}"
        }
    }
}
