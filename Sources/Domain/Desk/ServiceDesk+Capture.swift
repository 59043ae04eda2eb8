/// Consent, and what follows from it.
extension ServiceDesk {
    /// Customers and guests say yes or no for themselves, at any time.
    public mutating func setConsent(
        _ purpose: ConsentPurpose, granted: Bool, in id: SessionID, by person: Identifier<Person>, at now: Instant
    ) throws(DeskError) -> Session {
        var (session, participant) = try seat(of: person, in: id)
        guard let index = participant.consents.firstIndex(where: { $0.purpose == purpose }) else { throw .notAllowed }
        let before = participant.consents[index].answer
        let answer: Consent.Answer = granted ? .granted : before == .granted || before == .withdrawn ? .withdrawn : .refused
        guard answer != before else { return session }
        session.update(participant.id) {
            $0.consents[index].answer = answer
            $0.consents[index].at = now
        }
        session.capture.since = now
        note(.consent(session: id, participant: participant.id, purpose: purpose, answer: answer), at: now)
        store(session, at: now)
        return session
    }

    /// The agent's word, or (`person` is `nil`) another system's: nothing is kept while either holds.
    public mutating func pauseRecording(_ isPaused: Bool, in id: SessionID, by person: Identifier<Person>?, at now: Instant)
        throws(DeskError) -> Session
    {
        guard var session = sessions[id] else { throw .sessionGone }
        if let person, session.participant(of: person)?.role != .agent {
            throw person == session.customer.person ? .notAllowed : .sessionGone
        }
        guard session.medium == .video else { throw .notAllowed }
        let source = person == nil ? PauseSource.api : .agent
        guard session.capture.pausedBy.contains(source) != isPaused else { return session }
        if isPaused { session.capture.pausedBy.insert(source) } else { session.capture.pausedBy.remove(source) }
        session.capture.since = now
        note(.recordingPaused(session: id, paused: isPaused), at: now)
        store(session, at: now)
        return session
    }

    /// What the recorder says of itself.
    public mutating func recorderReported(_ report: Capture.Report, of recording: RecordingID, in id: SessionID, at now: Instant) {
        guard var session = sessions[id], session.capture.recording == recording, session.capture.report != report else { return }
        session.capture.report = report
        session.capture.since = now
        store(session, at: now)
    }

    /// The first time that something is to be kept, the recording is announced: from then on it is missed when it is not there.
    mutating func announceRecording(of session: inout Session, at now: Instant) {
        guard session.capture.recording == nil, session.wantsCapture, session.state == .live else { return }
        let recording = Recording(
            id: RecordingID(using: &routing.generator), session: session.id, interaction: session.interaction,
            queue: session.ticket.queue, customer: session.customerID, agent: session.agentID, expectedAt: now,
            purposes: session.grantedPurposes)
        session.capture.recording = recording.id
        session.capture.since = now
        output.changes.append(.recording(recording))
        output.effects.append(.recordingExpected(recording))
        note(.recordingExpected(session: session.id, recording: recording.id), at: now)
    }
}
