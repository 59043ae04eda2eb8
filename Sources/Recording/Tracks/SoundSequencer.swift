internal import Media

/// Brings a microphone's packets into order: a gap is waited for, duplicates and what comes too late are dropped.
struct SoundSequencer {
    struct Packet {
        let number: Int64
        let timestamp: UInt32
        let arrival: MediaTime
        let payload: [UInt8]
    }

    private static let bound = 256

    private let patience: Duration
    private var unwrapper = SequenceUnwrapper()
    private var packets: [Packet] = []
    private var expected: Int64?
    private(set) var lost = 0

    init(patience: Duration) { self.patience = patience }

    mutating func insert(_ header: RTPHeader, payload: [UInt8], at arrival: MediaTime) {
        let number = unwrapper.peek(header.sequence)
        if let expected, number < expected { return }
        _ = unwrapper.unwrap(header.sequence)
        let place = packets.lastIndex { $0.number <= number }
        if let place, packets[place].number == number { return }
        let packet = Packet(number: number, timestamp: header.timestamp, arrival: arrival, payload: payload)
        packets.insert(packet, at: place.map { $0 + 1 } ?? 0)
        if expected == nil { expected = number }
    }

    /// The packet that is next, and whether others before it never came; call until there is none.
    mutating func next(at time: MediaTime) -> (packet: Packet, followsLoss: Bool)? {
        guard let first = packets.first, let expected else { return nil }
        let missing = first.number - expected
        guard missing == 0 || first.arrival + patience <= time || packets.count > Self.bound else { return nil }
        packets.removeFirst()
        self.expected = first.number + 1
        lost += Int(missing)
        return (first, missing > 0)
    }

    /// Everything that is there, gaps or not.
    mutating func drain() -> [(packet: Packet, followsLoss: Bool)] {
        var all: [(packet: Packet, followsLoss: Bool)] = []
        while let next = next(at: MediaTime(nanoseconds: .max)) { all.append(next) }
        return all
    }
}
