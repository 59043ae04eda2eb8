public import Domain

/// A letter that waits in the outbox.
public struct OutgoingLetter: Hashable, Sendable {
    public let letter: Letter
    /// How often it was tried in vain.
    public let attempts: Int

    public init(letter: Letter, attempts: Int) {
        self.letter = letter
        self.attempts = attempts
    }
}

/// What became of a letter. Whether it was delivered, given up or too late: its row goes, since its text must not outlive its use.
public enum LetterUpdate: Sendable {
    case failed(attempts: Int, nextAttemptAt: Instant)
    case removed
}
