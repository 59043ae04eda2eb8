import Media

/// Where an endpoint's packets go once they are encrypted.
protocol MediaOutlet: AnyObject {
    /// Room for a packet, and for what encryption adds to it.
    func next() -> UnsafeMutableRawPointer
    /// The packet in the room that `next()` gave.
    /// - Parameter startsFrame: The first of a picture, or of 20 ms of sound.
    func take(_ length: Int, of stream: OutgoingStream, startsFrame: Bool, to path: DatagramPath, at now: UInt64)
}

extension DatagramBatch: MediaOutlet {
    func take(_ length: Int, of stream: OutgoingStream, startsFrame: Bool, to path: DatagramPath, at now: UInt64) {
        commit(length, to: path)
        stream.leaves(startsFrame: startsFrame, at: now)
    }
}
