import Media

/// A feed's way to the recorder: its clock, its delay, what is lost and what comes out of order.
struct TestNetwork {
    /// Of the sender's clock against ours; positive: it runs fast.
    var driftPPM = 0.0
    var delay: Duration = .milliseconds(40)
    var jitter: Duration = .zero
    /// 0…1
    var loss = 0.0
    /// A lost packet comes again after this long, once.
    var repairAfter: Duration?
    /// Duplicates, 0…1.
    var duplicates = 0.0
}

/// What a recorder gets to see, in order of arrival.
struct TapScript {
    struct Entry {
        let arrival: MediaTime
        let kind: TapRecord.Kind
        let track: TapTrack
        let codec: TapCodec
        let rotation: UInt8
        let bytes: [UInt8]
    }

    private(set) var entries: [Entry] = []
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func random(upTo limit: Double) -> Double { limit > 0 ? Double.random(in: 0..<limit, using: &random) : 0 }

    mutating func sort() { entries.sort { $0.arrival < $1.arrival } }

    mutating func add(_ entry: Entry) { entries.append(entry) }

    /// - Parameter sent: On our clock, before the network.
    mutating func send(
        _ bytes: [UInt8], kind: TapRecord.Kind = .rtp, track: TapTrack, codec: TapCodec, rotation: UInt8 = 0, sent: Int64,
        over network: TestNetwork
    ) {
        func arrival(_ extra: Duration = .zero) -> MediaTime {
            let jitter = network.jitter == .zero ? 0 : Int64.random(in: 0..<network.jitter.inNanoseconds, using: &random)
            return MediaTime(nanoseconds: sent + jitter) + network.delay + extra
        }
        let isLost = kind == .rtp && Double.random(in: 0..<1, using: &random) < network.loss
        if !isLost { add(Entry(arrival: arrival(), kind: kind, track: track, codec: codec, rotation: rotation, bytes: bytes)) }
        if isLost, let repair = network.repairAfter {
            add(Entry(arrival: arrival(repair), kind: kind, track: track, codec: codec, rotation: rotation, bytes: bytes))
        }
        if kind == .rtp, Double.random(in: 0..<1, using: &random) < network.duplicates {
            add(Entry(arrival: arrival(.milliseconds(7)), kind: kind, track: track, codec: codec, rotation: rotation, bytes: bytes))
        }
    }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}
