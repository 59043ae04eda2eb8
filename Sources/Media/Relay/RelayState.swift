/// What every datagram changes of a relay.
struct RelayState: ~Copyable {
    var counters = RelayCounters()
    var tap = TapBuffer()
    /// The latest time that was told.
    var now = MediaTime(nanoseconds: 0)
    var peers: [Peer?] = []
    var paths = PathTable()
    var alarms: Alarms
    var footprints = Footprints()

    init(timerGrain: Duration) { alarms = Alarms(grain: timerGrain) }
}

extension Relay {
    public internal(set) var counters: RelayCounters {
        @inline(__always) get { state.value.counters }
        @inline(__always) _modify { yield &state.value.counters }
    }

    /// Plain packets of tapped feeds since the owner last swapped the buffer.
    public var tap: TapBuffer {
        @inline(__always) get { state.value.tap }
        @inline(__always) _modify { yield &state.value.tap }
    }

    /// Whether `tap` holds anything.
    public var hasTapped: Bool { !state.value.tap.isEmpty }

    var now: MediaTime {
        @inline(__always) get { state.value.now }
        @inline(__always) _modify { yield &state.value.now }
    }

    var peers: [Peer?] {
        @inline(__always) get { state.value.peers }
        @inline(__always) _modify { yield &state.value.peers }
    }

    var paths: PathTable {
        @inline(__always) _read { yield state.value.paths }
        @inline(__always) _modify { yield &state.value.paths }
    }

    var alarms: Alarms {
        @inline(__always) get { state.value.alarms }
        @inline(__always) _modify { yield &state.value.alarms }
    }
}
