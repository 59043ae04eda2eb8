public import Domain

/// Who carries whose media in one session: what a client relays goes from seat to seat without anybody reading it.
public final class Room {
    public let id: SessionID
    /// Whether its people negotiate with each other. With the relay they do not, and what one sends is not the others' to read.
    public let relaysSignals: Bool
    var seats: [ParticipantID: SignalingSession] = [:]

    init(id: SessionID, relaysSignals: Bool) {
        self.id = id
        self.relaysSignals = relaysSignals
    }
}
