extension ServiceDesk {
    /// A measurement of a participant's media. Kept by the minute, with the interaction; the last one is kept when the session ends.
    public mutating func qualityReported(_ sample: QualitySample, of participant: ParticipantID, in id: SessionID, at now: Instant) {
        guard let session = sessions[id], let person = session.participant(participant) else { return }
        var accumulator = qualities[participant] ?? QualityAccumulator(since: now)
        if now - accumulator.since >= QualityAccumulator.length {
            keep(accumulator.minute(of: person), of: session)
            accumulator = QualityAccumulator(since: now)
        }
        accumulator.add(sample)
        qualities[participant] = accumulator
    }

    /// Whoever leaves takes no measurements along.
    mutating func closeQuality(of participant: Participant, in session: Session) {
        guard let accumulator = qualities.removeValue(forKey: participant.id) else { return }
        keep(accumulator.minute(of: participant), of: session)
    }

    private mutating func keep(_ minute: QualityMinute?, of session: Session) {
        guard let minute, var interaction = interactions[session.interaction], interaction.quality.count < Interaction.maximumQuality else {
            return
        }
        interaction.quality.append(minute)
        store(interaction)
    }
}
