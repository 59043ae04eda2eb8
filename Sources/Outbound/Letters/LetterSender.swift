public import Domain

/// Who carries letters of one kind away.
public protocol LetterSender: Sendable {
    /// Blocks until the letter was taken over.
    /// - Parameter isCancelled: asked from time to time; `true` ends the attempt.
    /// - Returns: what the other side said, for a person to read; not for logs, where it might tell who is written to.
    func send(_ letter: Letter, isCancelled: @escaping @Sendable () -> Bool) throws(LetterError) -> String
}
