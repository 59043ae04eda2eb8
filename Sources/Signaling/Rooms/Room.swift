public import Domain

/// Who carries whose media in one session: what a client relays goes from seat to seat without anybody reading it.
public final class Room {
    public let id: SessionID
    var seats: [ParticipantID: SignalingSession] = [:]

    init(id: SessionID) { self.id = id }
}
