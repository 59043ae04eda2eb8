import Domain

/// What customers can come for; each has a queue of the same name.
struct UseCase: Hashable, Sendable {
    let queue: QueueName
    /// What the button says.
    let label: [Language: String]

    /// Reads `name|English label|French label`; the labels may be left out.
    init?(_ text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
        guard let name = parts.first.flatMap({ QueueName($0) }), parts.count <= 3 else { return nil }
        let english = parts.count > 1 && !parts[1].isEmpty ? parts[1] : name.description
        let french = parts.count > 2 && !parts[2].isEmpty ? parts[2] : english
        queue = name
        label = [.english: english, .french: french]
    }
}
