/// How the endpoints send.
enum MediaMode {
    case silent
    case paced(MediaPace)
    /// Paced, but made before.
    case sealed(SealedMedia)
    /// As much as comes back.
    case saturated
}

/// What has arrived at any endpoint since the last reset.
struct MediaDelivery {
    private(set) var packets = 0
    var latency = Histogram()

    mutating func record(_ took: UInt64) {
        packets += 1
        latency.record(took)
    }

    mutating func reset() {
        packets = 0
        latency.reset()
    }
}

/// A fixed number of packets under way from each endpoint: the server gets as many as it forwards.
struct MediaWindow {
    /// Of 22 packets five are audio, as in a paced call.
    private static let mix = 22
    private static let audio: Set<Int> = [0, 4, 9, 13, 18]
    /// Nothing has arrived for so long: what was under way is lost.
    private static let patience = 5 * Clock.second

    private var size = 0
    private var underWay: [Int] = []
    private var position: [Int] = []
    private var ready: [Int] = []
    private var isReady: [Bool] = []
    private var lastArrival: UInt64 = 0

    init() {}

    init(size: Int, endpoints: Int) {
        self.size = size
        underWay = Array(repeating: 0, count: endpoints)
        position = (0..<endpoints).map { $0 % Self.mix }
        ready = Array(0..<endpoints)
        isReady = Array(repeating: true, count: endpoints)
    }

    mutating func arrived(from endpoint: Int) {
        underWay[endpoint] -= 1
        guard !isReady[endpoint] else { return }
        isReady[endpoint] = true
        ready.append(endpoint)
    }

    mutating func refill(_ endpoints: [MediaEndpoint], at now: UInt64) throws {
        if !ready.isEmpty { lastArrival = now }
        if now > lastArrival + Self.patience { startOver(endpoints) }
        for index in ready {
            isReady[index] = false
            while underWay[index] < size {
                underWay[index] += 1
                position[index] = (position[index] + 1) % Self.mix
                if Self.audio.contains(position[index]) {
                    try endpoints[index].sendAudio(at: now, into: endpoints[index].batch)
                } else {
                    _ = try endpoints[index].sendVideo(at: now, into: endpoints[index].batch)
                }
            }
        }
        ready.removeAll(keepingCapacity: true)
    }

    private mutating func startOver(_ endpoints: [MediaEndpoint]) {
        for index in underWay.indices where !isReady[index] {
            underWay[index] = 0
            isReady[index] = true
            ready.append(index)
        }
        for endpoint in endpoints { for stream in endpoint.outgoing { stream.giveUp() } }
    }
}
