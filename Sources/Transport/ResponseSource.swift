/// A body that is too large to be held in memory: read piece by piece while it is sent.
public protocol ResponseSource: Sendable {
    /// Bytes in all; the head promises them before the first is read.
    var length: Int { get }

    /// `count` bytes from `offset` on, never fewer. May block: it is called on threads of its own, and one call at a time.
    /// Throwing cuts the connection, by which the client knows that something is missing.
    func read(at offset: Int, count: Int) throws -> [UInt8]
}
