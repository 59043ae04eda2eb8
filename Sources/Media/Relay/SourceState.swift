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
