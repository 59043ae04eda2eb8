/// What every packet changes of a source.
struct SourceState: ~Copyable {
    var unwrapper = SequenceUnwrapper()
    var ledger = PaddingLedger()
    var statistics: ReceptionStatistics
    var nack = NACKGenerator()
    var history: PacketHistory
    /// The highest renumbered sequence so far.
    var highest = Int64.min
    var requests: KeyFrameRequests
    /// Packets and bytes since the last quality report.
    var packets: UInt64 = 0
    var bytes: UInt64 = 0

    init(clockRate: UInt32, policy: RelayPolicy) {
        statistics = ReceptionStatistics(clockRate: clockRate)
        history = PacketHistory(capacity: policy.historyBytes)
        requests = KeyFrameRequests(interval: policy.keyFrameInterval, retry: policy.keyFrameRetry)
    }
}

extension Source {
    var unwrapper: SequenceUnwrapper {
        @inline(__always) get { state.value.unwrapper }
        @inline(__always) _modify { yield &state.value.unwrapper }
    }

    var ledger: PaddingLedger {
        @inline(__always) get { state.value.ledger }
        @inline(__always) _modify { yield &state.value.ledger }
    }

    var statistics: ReceptionStatistics {
        @inline(__always) get { state.value.statistics }
        @inline(__always) _modify { yield &state.value.statistics }
    }

    var nack: NACKGenerator {
        @inline(__always) get { state.value.nack }
        @inline(__always) _modify { yield &state.value.nack }
    }

    var history: PacketHistory {
        @inline(__always) _read { yield state.value.history }
        @inline(__always) _modify { yield &state.value.history }
    }

    var highest: Int64 {
        @inline(__always) get { state.value.highest }
        @inline(__always) _modify { yield &state.value.highest }
    }

    var requests: KeyFrameRequests {
        @inline(__always) get { state.value.requests }
        @inline(__always) _modify { yield &state.value.requests }
    }

    var packets: UInt64 {
        @inline(__always) get { state.value.packets }
        @inline(__always) _modify { yield &state.value.packets }
    }

    var bytes: UInt64 {
        @inline(__always) get { state.value.bytes }
        @inline(__always) _modify { yield &state.value.bytes }
    }
}
