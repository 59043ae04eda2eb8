/// Every endpoint sends 30 pictures and 50 audio packets a second, each at its own beat; `speed` times as fast.
///
/// A client that falls behind sends later, not everything at once: what it does not receive meanwhile would count as the server's loss.
/// How much was really sent stands beside each measurement.
final class MediaPace {
    /// Bursts that leave between two looks at what has arrived.
    static let burstsPerTurn = 128

    private struct Event {
        enum Kind { case audio, picture, rest }
        let kind: Kind
        let endpoint: Int
        /// Exact, while the wheel's slots are coarse: a beat must not drift.
        let due: UInt64
        /// When the picture began of which this is the rest.
        let began: UInt64
    }

    private let pictureInterval: UInt64
    private let burstInterval: UInt64
    private let audioInterval: UInt64
    private var wheel: TimingWheel<Event>
    private var due: [Event] = []

    /// Bursts of one of these leave together.
    var grain: UInt64 { TimingWheel<Event>.grain }

    init(speed: Double, endpoints: Int, start: UInt64) {
        pictureInterval = UInt64(Double(MediaFormat.pictureInterval) / speed)
        burstInterval = UInt64(Double(MediaFormat.burstInterval) / speed)
        audioInterval = UInt64(Double(MediaFormat.audioInterval) / speed)
        wheel = TimingWheel(start: start)
        for endpoint in 0..<endpoints {
            add(.picture, of: endpoint, at: start + .random(in: 0..<pictureInterval))
            add(.audio, of: endpoint, at: start + .random(in: 0..<audioInterval))
        }
    }

    /// - Parameter outlet: nil: each endpoint's own batch.
    func send(until now: UInt64, from endpoints: [MediaEndpoint], into outlet: (any MediaOutlet)? = nil, atMost limit: Int = burstsPerTurn)
        throws
    {
        var bursts = 0
        while bursts < limit, wheel.take(until: now, into: &due) {
            bursts += due.count
            for event in due {
                let endpoint = endpoints[event.endpoint]
                let outlet = outlet ?? endpoint.batch
                switch event.kind {
                case .audio:
                    try endpoint.sendAudio(at: now, into: outlet)
                    add(.audio, of: event.endpoint, at: event.due + audioInterval)
                case .picture, .rest: try sendBurst(event, of: endpoint, into: outlet, at: now)
                }
            }
        }
    }

    private func sendBurst(_ event: Event, of endpoint: MediaEndpoint, into outlet: any MediaOutlet, at now: UInt64) throws {
        for _ in 0..<MediaFormat.burst where try endpoint.sendVideo(at: now, into: outlet) {
            return add(.picture, of: event.endpoint, at: event.began + pictureInterval)
        }
        add(.rest, of: event.endpoint, at: event.due + burstInterval, began: event.began)
    }

    private func add(_ kind: Event.Kind, of endpoint: Int, at due: UInt64, began: UInt64? = nil) {
        wheel.add(Event(kind: kind, endpoint: endpoint, due: due, began: began ?? due), at: due)
    }
}
