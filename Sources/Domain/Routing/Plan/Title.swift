/// What people read where programs say a name, in the languages that the pages speak. In JSON: `{"en": "Advice", "fr": "Conseil"}`;
/// other languages are passed over.
public struct Title: Hashable, Sendable {
    public var texts: [Language: BoundedText<NameLimit>]

    public init(_ texts: [Language: BoundedText<NameLimit>] = [:]) {
        self.texts = texts
    }

    /// In that language, else in the first one that has a text; `nil` when there is none at all.
    public func text(in language: Language) -> BoundedText<NameLimit>? {
        texts[language] ?? Language.allCases.lazy.compactMap { texts[$0] }.first
    }

    public var isEmpty: Bool { texts.isEmpty }
}

extension Title: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (Language, BoundedText<NameLimit>)...) {
        self.init(Dictionary(elements) { _, last in last })
    }
}

extension Title: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Language.Key.self)
        var texts: [Language: BoundedText<NameLimit>] = [:]
        for key in container.allKeys { texts[key.language] = try container.decode(BoundedText<NameLimit>.self, forKey: key) }
        self.init(texts)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Language.Key.self)
        for (language, text) in texts { try container.encode(text, forKey: Language.Key(language)) }
    }
}

extension Language {
    fileprivate struct Key: CodingKey {
        let language: Language
        var stringValue: String { language.rawValue }
        var intValue: Int? { nil }

        init(_ language: Language) { self.language = language }

        init?(stringValue: String) {
            guard let language = Language(rawValue: stringValue) else { return nil }
            self.language = language
        }

        init?(intValue: Int) { nil }
    }
}
