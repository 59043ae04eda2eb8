internal import Media

/// When the loop rests between two looks at its socket. While media is dense, what arrives during the rest shares the system calls of one
/// turn; a datagram that comes after silence is served at once.
///
/// Most of a small turn is the kernel's: with one datagram in it, it costs three times what the datagram's own share of a full turn is.
struct Gathering {
    private let pause: Duration
    private var lastReceived = MediaTime(nanoseconds: .min)
    private var restsUntil = MediaTime(nanoseconds: .min)

    /// - Parameter rest: How long; zero never rests.
    init(rest: Duration) { pause = rest }

    /// A turn has brought datagrams. Resting is for those that follow each other closely.
    mutating func received(at now: MediaTime) {
        let isDense = lastReceived.nanoseconds != .min && now - lastReceived <= pause * 4
        lastReceived = now
        restsUntil = isDense ? now + pause : now
    }

    /// What is left of the rest, in nanoseconds.
    func rest(at now: MediaTime) -> Int64 { now < restsUntil ? restsUntil.nanoseconds - now.nanoseconds : 0 }
}
