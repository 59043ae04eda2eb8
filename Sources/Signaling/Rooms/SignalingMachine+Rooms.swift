public import Domain

extension SignalingMachine {
    /// This signaling session now carries the participant's media; whoever did before no longer does.
    public mutating func seat(
        _ session: SignalingSession, as participant: ParticipantID, in id: SessionID, relaysSignals: Bool = true
    ) {
        unseat(session)
        let room = rooms[id] ?? Room(id: id, relaysSignals: relaysSignals)
        rooms[id] = room
        room.seats[participant]?.seat = nil
        room.seats[participant] = session
        session.seat = SignalingSession.Seat(room: room, participant: participant)
    }

    public mutating func closeRoom(_ id: SessionID) {
        guard let room = rooms.removeValue(forKey: id) else { return }
        for session in room.seats.values { session.seat = nil }
        room.seats = [:]
    }

    /// Nobody carries this participant's media any more.
    public mutating func vacate(_ participant: ParticipantID, in id: SessionID) {
        guard let session = rooms[id]?.seats[participant] else { return }
        unseat(session)
    }

    /// Whether this session carries its participant's media in that room.
    public func isSeated(_ session: SignalingSession, in id: SessionID) -> Bool {
        session.seat?.room.id == id
    }

    /// Hands the bytes to everybody else in the room. `false`: the sender is in none, or in one that relays no signals.
    public mutating func relay(_ payload: Payload, from session: SignalingSession) -> Bool {
        guard let seat = session.seat, seat.room.relaysSignals else { return false }
        for (participant, other) in seat.room.seats where participant != seat.participant {
            push(.signal, payload, to: other, from: seat.participant)
            countRelayed()
        }
        return true
    }

    mutating func unseat(_ session: SignalingSession) {
        guard let seat = session.seat else { return }
        seat.room.seats[seat.participant] = nil
        session.seat = nil
    }
}
