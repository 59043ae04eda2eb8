/// The media server's heart: takes datagrams and time, gives datagrams and events. No clock, socket, file or thread.
///
/// Confined to one thread. A *room* is a session; a *peer* is one member's transport; a *source* is a stream that comes in; a
/// *forwarder* is a stream that goes out. What no route allows is never forwarded.
public final class Relay {
    public let policy: RelayPolicy
    let identity: DTLSIdentity
    let wallClock: WallClockOrigin

    /// What every datagram changes.
    let state: Confined<RelayState>
    var random: SeededGenerator
    var rooms: [RoomID: Room] = [:]
    var freeSlots: [Int] = []
    var ufrags: [UInt64: Int] = [:]
    var handshakes = HandshakeBook()
    var events: [RelayEvent] = []
    /// Datagrams that a command left behind: good-byes. Sent with the next batch.
    var leftovers: [(bytes: [UInt8], path: DatagramPath)] = []
    /// Where a retransmission is unwrapped, or made up before it is wrapped; and where reports are put together.
    let scratch: Scratch
    var lost: [UInt16] = []
    var blocks: [ReportBlock] = []
    var pictures: [UInt32] = []

    /// - Parameters:
    ///   - wallClock: Ties sender reports to the time of day.
    ///   - seed: For tests that must repeat; nil takes the system's randomness.
    public init(policy: RelayPolicy, identity: DTLSIdentity, wallClock: WallClockOrigin, seed: UInt64? = nil) {
        self.policy = policy
        self.identity = identity
        self.wallClock = wallClock
        random = SeededGenerator(seed: seed)
        scratch = Scratch()
        state = Confined(RelayState(timerGrain: policy.timerGrain))
    }

    /// What happened since the last call.
    public func takeEvents() -> [RelayEvent] {
        guard !events.isEmpty else { return [] }
        defer { events = [] }
        return events
    }

    /// What is alive, to see that nothing stays behind.
    public var population: RelayPopulation {
        RelayPopulation(
            rooms: rooms.count, peers: peers.count - freeSlots.count, paths: paths.count, credentials: ufrags.count,
            handshakes: handshakes.total, slots: peers.count)
    }
}

/// How many of each thing the relay holds.
public struct RelayPopulation: Hashable, Sendable {
    public var rooms: Int
    public var peers: Int
    public var paths: Int
    public var credentials: Int
    public var handshakes: Int
    /// Table size; grows to the most peers there ever were.
    public var slots: Int
}

/// The system's randomness, or a repeatable one (SplitMix64) for tests.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64?

    init(seed: UInt64?) { state = seed }

    mutating func next() -> UInt64 {
        guard var state else {
            var system = SystemRandomNumberGenerator()
            return system.next()
        }
        state &+= 0x9e37_79b9_7f4a_7c15
        self.state = state
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

/// Room for two packets, allocated once.
@safe final class Scratch {
    let first: UnsafeMutableRawBufferPointer
    let second: UnsafeMutableRawBufferPointer

    init() {
        unsafe first = .allocate(byteCount: DatagramBatch.slotBytes, alignment: 64)
        unsafe second = .allocate(byteCount: DatagramBatch.slotBytes, alignment: 64)
    }

    deinit {
        unsafe first.deallocate()
        unsafe second.deallocate()
    }
}
