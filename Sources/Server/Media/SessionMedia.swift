import Datagrams
import Domain
import Media
import Recording

/// The hub's side of relay and recorder: turns each session's `MediaPlan` into commands, and only the difference to the plan before.
final class SessionMedia {
    private struct State {
        var plan: MediaPlan?
        var tracks: [Feed: TapTrack] = [:]
        var captured: Set<Feed> = []
        /// A "no" that could not be stored yet: nothing is kept until it is.
        var isSuspended = false
        var seen: Session?
    }

    private let service: MediaService
    private let recordings: RecordingService
    private var states: [SessionID: State] = [:]
    private var lastTrack: TapTrack = 0

    init(_ service: MediaService, _ recordings: RecordingService) {
        self.service = service
        self.recordings = recordings
    }

    var relayName: String { service.name }
    var figures: (counters: RelayCounters, population: RelayPopulation?) { service.figures }
    var datagrams: DatagramCounters { service.datagrams }
    var recordingLines: [RecordingFigures.Line] { recordings.figures.lines }

    /// A recording was announced; its row is stored.
    func begin(_ recording: Domain.Recording) { recordings.begin(recording) }

    /// Whether the media thread will answer.
    func offer(_ session: Session, _ participant: Participant, sdp: [UInt8], sections: [SectionUse], ticket: UInt64) -> Bool {
        service.post(
            .offer(
                RoomID(session.id), MemberID(participant.id), epoch: UInt32(clamping: participant.epoch), sdp: sdp, sections: sections,
                ticket: ticket))
    }

    /// The session changed, and is stored. What is kept is what both it and the `present` session want, of which later changes may still
    /// be on their way to the database: a "no" is not undone by what came before it.
    func follow(_ session: Session, present: Session?) {
        guard session.mediaPath == .relay else { return }
        if session.isEnded { return end(session) }
        var state = states[session.id] ?? State()
        let plan = MediaPlan(session)
        if state.plan?.routes != plan.routes { apply(plan.routes, of: session) }
        if state.plan?.onHold != plan.onHold {
            let members = Set(plan.onHold.map(MemberID.init))
            service.post(.music(RoomID(session.id), members, former: Set((state.plan?.onHold ?? []).map(MemberID.init))))
        }
        let wanted = present.map { plan.captured.intersection(MediaPlan($0).captured) } ?? plan.captured
        setCapture(state.isSuspended ? [] : wanted, of: session, &state)
        if let recording = session.capture.recording { note(session, since: state.seen, in: recording) }
        state.plan = plan
        state.seen = session
        states[session.id] = state
    }

    /// A person has said no, or the agent has paused: nothing waits for the database.
    func stopUnwantedCapture(of session: Session) {
        guard var state = states[session.id] else { return }
        setCapture(state.captured.intersection(MediaPlan(session).captured), of: session, &state)
        states[session.id] = state
    }

    /// As `stopUnwantedCapture`, when not even the "no" can be stored.
    func suspendCapture(of id: SessionID) {
        guard var state = states[id], let session = state.seen else { return }
        state.isSuspended = true
        setCapture([], of: session, &state)
        states[id] = state
    }

    /// What was suspended is stored by now, or on its way.
    func endSuspension(of id: SessionID, present: Session?) {
        guard var state = states[id], state.isSuspended else { return }
        state.isSuspended = false
        states[id] = state
        if let seen = state.seen { follow(seen, present: present) }
    }

    func remove(_ participant: ParticipantID, from session: SessionID) {
        service.post(.remove(MemberID(participant), RoomID(session)))
    }

    private func end(_ session: Session) {
        guard let state = states.removeValue(forKey: session.id) else { return }
        service.post(.close(RoomID(session.id)))
        if let recording = session.capture.recording {
            note(session, since: state.seen, in: recording)
            recordings.finish(recording)
        }
    }

    private func apply(_ routes: [ParticipantID: Set<Feed>], of session: Session) {
        let members = routes.map { (MemberID($0), Set($1.map(FeedID.init))) }
        service.post(.routes(RoomID(session.id), Dictionary(uniqueKeysWithValues: members)))
    }

    private func setCapture(_ feeds: Set<Feed>, of session: Session, _ state: inout State) {
        guard feeds != state.captured, let recording = session.capture.recording else { return }
        for feed in feeds where state.tracks[feed] == nil {
            guard let participant = session.participant(feed.participant) else { continue }
            lastTrack += 1
            state.tracks[feed] = lastTrack
            recordings.addTrack(
                lastTrack, to: recording,
                of: RecordedPerson(id: participant.id, role: participant.role, name: participant.name?.description),
                kind: FeedKind(feed.kind))
        }
        let tracks = state.tracks.filter { feeds.contains($0.key) }.map { (FeedID($0), $1) }
        service.post(.tap(RoomID(session.id), Dictionary(uniqueKeysWithValues: tracks)))
        if feeds.isEmpty {
            recordings.pause(recording, reason: session.pauseReason)
        } else if state.captured.isEmpty {
            recordings.resume(recording)
        }
        state.captured = feeds
    }

    /// What belongs into the recording's sidecar besides the media itself.
    private func note(_ session: Session, since before: Session?, in recording: RecordingID) {
        if (before?.hold == nil) != (session.hold == nil) {
            recordings.note(recording, session.hold == nil ? .holdEnded : .holdStarted, participant: session.agent.id)
        }
        if let before, before.agentID != session.agentID {
            recordings.note(recording, .transferred, participant: session.agent.id, detail: session.agent.name?.description)
        }
        for participant in session.participants {
            let known = before?.participant(participant.id)
            if known == nil, before != nil {
                let kind: RecordingNote.Kind = participant.role == .supervisor ? .supervisorJoined : .joined
                recordings.note(recording, kind, participant: participant.id, detail: participant.role.rawValue)
            }
            if let known { noteMutes(of: participant, since: known.media, in: recording) }
            for consent in participant.consents where known?.consents.contains(consent) != true && consent.answer != .asked {
                recordings.note(recording, consent.noteKind, participant: participant.id, detail: consent.purpose.rawValue)
            }
        }
        for gone in before?.participants ?? [] where session.participant(gone.id) == nil {
            let kind: RecordingNote.Kind = gone.role == .supervisor ? .supervisorLeft : .left
            recordings.note(recording, kind, participant: gone.id, detail: gone.role.rawValue)
        }
    }

    private func noteMutes(of participant: Participant, since before: Participant.Media, in recording: RecordingID) {
        for (was, isOn, device) in [
            (before.audio, participant.media.audio, "microphone"), (before.video, participant.media.video, "camera"),
            (before.screen, participant.media.screen, "screen"),
        ] where was != isOn {
            recordings.note(recording, isOn ? .unmuted : .muted, participant: participant.id, detail: device)
        }
    }
}

extension Consent {
    fileprivate var noteKind: RecordingNote.Kind {
        switch answer {
        case .granted: .consentGiven
        case .refused, .asked: .consentRefused
        case .withdrawn: .consentWithdrawn
        }
    }
}

extension Session {
    /// For the recording's sidecar.
    fileprivate var pauseReason: String {
        if hold != nil { return "hold" }
        return PauseSource.allCases.first(where: capture.pausedBy.contains)?.rawValue ?? "consent"
    }
}

extension RoomID {
    init(_ id: SessionID) { self.init(high: id.high, low: id.low) }
}

extension MemberID {
    init(_ id: ParticipantID) { self.init(high: id.high, low: id.low) }
}

extension FeedID {
    init(_ feed: Feed) { self.init(member: MemberID(feed.participant), kind: FeedKind(feed.kind)) }
}

extension FeedKind {
    init(_ kind: Feed.Kind) {
        switch kind {
        case .microphone: self = .microphone
        case .camera: self = .camera
        case .screen: self = .screen
        }
    }
}
