/// The messages in the customers' languages: a plan gives those it wants different, the others have their defaults.
///
/// Plain JSON by message and language: `{"longWait": {"en": "It is busy: {minutes} minutes.", "fr": "…"}}`. `{minutes}` stands for the
/// interval (`3–8`), `{opening}` for the next opening (`on Monday at 09:00`).
public struct GreetingTexts: Hashable, Sendable {
    public private(set) var changed: [Greeting.Message: [Language: BoundedText<LineLimit>]]

    public init(_ changed: [Greeting.Message: [Language: BoundedText<LineLimit>]] = [:]) {
        self.changed = changed
    }

    func text(_ message: Greeting.Message, _ language: Language, with value: String? = nil) -> String {
        let text = changed[message]?[language]?.description ?? Self.standard(message, language)
        guard let name = message.placeholder, let value else { return text }
        return text.replacing(name, with: value)
    }

    public static func standard(_ message: Greeting.Message, _ language: Language) -> String {
        switch (message, language) {
        case (.connecting, .english): "An adviser is being called for you"
        case (.connecting, .french): "Nous appelons un conseiller pour vous"
        case (.waiting, .english): "All our advisers are busy. You keep your place; the next one is for you in turn."
        case (.waiting, .french): "Tous nos conseillers sont occupés. Vous gardez votre place et serez pris à votre tour."
        case (.waitingAbout, .english): "All our advisers are busy. Estimated wait: {minutes} min."
        case (.waitingAbout, .french): "Tous nos conseillers sont occupés. Attente estimée : {minutes} min."
        case (.longWait, .english): "It is very busy: estimated wait {minutes} min. You keep your place."
        case (.longWait, .french):
            "L’affluence est forte : attente estimée {minutes} min. Vous gardez votre place."
        case (.noStaff, .english): "No adviser is available at the moment. You keep your place."
        case (.noStaff, .french): "Aucun conseiller n’est disponible pour le moment. Vous gardez votre place."
        case (.closed, .english): "We are closed. We open again {opening}."
        case (.closed, .french): "Nous sommes fermés. Réouverture {opening}."
        case (.closedForLong, .english): "We are closed."
        case (.closedForLong, .french): "Nous sommes fermés."
        }
    }
}

extension Greeting.Message {
    /// What in its text is replaced.
    public var placeholder: String? {
        switch self {
        case .waitingAbout, .longWait: "{minutes}"
        case .closed: "{opening}"
        case .connecting, .waiting, .noStaff, .closedForLong: nil
        }
    }
}

extension GreetingTexts: Codable {
    /// Messages and languages that are not known are ignored, as every unknown field is.
    public init(from decoder: any Decoder) throws {
        let row = try decoder.singleValueContainer().decode([String: [String: BoundedText<LineLimit>]].self)
        changed = [:]
        for (name, texts) in row {
            guard let message = Greeting.Message(rawValue: name) else { continue }
            for (code, text) in texts {
                guard let language = Language(rawValue: code) else { continue }
                changed[message, default: [:]][language] = text
            }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var row: [String: [String: BoundedText<LineLimit>]] = [:]
        for (message, texts) in changed {
            for (language, text) in texts { row[message.rawValue, default: [:]][language.rawValue] = text }
        }
        var container = encoder.singleValueContainer()
        try container.encode(row)
    }
}
