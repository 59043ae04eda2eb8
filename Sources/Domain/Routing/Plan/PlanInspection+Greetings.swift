extension PlanInspection {
    /// What stands in braces is filled in, and each message has but one thing that can be.
    mutating func inspect(_ greetings: GreetingTexts) {
        let texts = greetings.changed.flatMap { message, texts in texts.map { (message: message, language: $0.key, text: $0.value) } }
        for (message, language, text) in texts.sorted(by: {
            ($0.message.rawValue, $0.language.rawValue) < ($1.message.rawValue, $1.language.rawValue)
        }) {
            for unknown in Self.placeholders(in: text.description) where unknown != message.placeholder {
                let known = message.placeholder.map { "only \($0) is filled in here" } ?? "nothing is filled in here"
                report(.unknownPlaceholder, at: "greetings.\(message.rawValue).\(language.rawValue)", "\(unknown): \(known)")
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
