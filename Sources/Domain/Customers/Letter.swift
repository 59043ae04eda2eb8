/// A message to a customer, by mail or SMS. It may hold links that open doors: it is forgotten as soon as it has gone, or cannot go any
/// more, and its text stands in no log.
public struct Letter: Hashable, Sendable {
    /// Also the message's own id on its way, by which a repeated delivery is known.
    public let id: LetterID
    public let to: ContactAddress
    /// Not used in an SMS.
    public let subject: BoundedText<LineLimit>
    /// Plain text.
    public let text: BoundedText<LetterLimit>
    public let createdAt: Instant
    /// Later it is of no use, and is not sent.
    public let notAfter: Instant

    public init(
        id: LetterID, to: ContactAddress, subject: BoundedText<LineLimit>, text: BoundedText<LetterLimit>, createdAt: Instant,
        notAfter: Instant
    ) {
        self.id = id
        self.to = to
        self.subject = subject
        self.text = text
        self.createdAt = createdAt
        self.notAfter = notAfter
    }
}

public typealias LetterID = Identifier<Letter>

/// The text of a letter.
public enum LetterLimit: TextLimit { public static let characters = 4_000 }
