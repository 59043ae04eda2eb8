/// One participant's microphone, camera or screen.
public struct Feed: Hashable, Sendable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case microphone, camera, screen
    }

    public let participant: ParticipantID
    public let kind: Kind

    public init(participant: ParticipantID, kind: Kind) {
        self.participant = participant
        self.kind = kind
    }

    static func all(of participant: Participant) -> [Feed] { Kind.allCases.map { Feed(participant: participant.id, kind: $0) } }
}

/// What the relay and the recorder are to do for a session right now. Made anew from the session at each change; applying the same plan
/// twice changes nothing.
public struct MediaPlan: Hashable, Sendable {
    /// What may flow to whom; nothing else does.
    public let routes: [ParticipantID: Set<Feed>]
    /// Who hears music.
    public let onHold: Set<ParticipantID>
    /// What is kept; empty while nothing is to be.
    public let captured: Set<Feed>
    public let recording: RecordingID?

    public init(_ session: Session) {
        recording = session.capture.recording
        guard !session.isEnded else {
            (routes, onHold, captured) = ([:], [], [])
            return
        }
        let people = session.participants
        var routes: [ParticipantID: Set<Feed>] = [:]
        for receiver in people {
            var feeds: Set<Feed> = []
            for source in people where source.id != receiver.id && session.reaches(source, receiver) {
                feeds.insert(Feed(participant: source.id, kind: .microphone))
                guard session.shows(source, receiver) else { continue }
                feeds.insert(Feed(participant: source.id, kind: .camera))
                if source.media.screen { feeds.insert(Feed(participant: source.id, kind: .screen)) }
            }
            routes[receiver.id] = feeds
        }
        self.routes = routes
        onHold = session.hold == nil ? [] : Set(people.filter { session.isParked($0) }.map(\.id))
        // What failed is not tried again: the relay need not copy what nobody takes.
        captured = session.wantsCapture && session.capture.report != .failed ? Set(people.filter(session.isCaptured).flatMap(Feed.all)) : []
    }
}

extension Session {
    /// The customer's side of a hold: the customer and those who came with an invite.
    func isParked(_ participant: Participant) -> Bool {
        hold != nil && (participant.role == .customer || participant.role == .guest)
    }

    /// Whether `source` is heard by `receiver`.
    func reaches(_ source: Participant, _ receiver: Participant) -> Bool {
        // The two sides of a hold are apart; each side's people still hear one another, except that the customer's side hears music.
        // Who is about to be the agent, and to end the hold with that, has to be there before the music stops.
        if isParked(source) || isParked(receiver) { return source.id == handover?.newcomer }
        switch source.mode {
        case nil, .barge: return true
        case .whisper: return receiver.role == .agent || receiver.role == .supervisor
        case .monitor: return false
        }
    }

    /// Whether a source that is heard is also seen: whom the agent alone hears is not.
    func shows(_ source: Participant, _ receiver: Participant) -> Bool { source.mode != .whisper }

    /// What `receiver` needs a section for. Does not shrink during a hold: what flows changes, the sections stay.
    public func feeds(for receiver: Participant) -> [Feed] {
        var unparked = self
        unparked.hold = nil
        return participants.filter { $0.id != receiver.id && unparked.reaches($0, receiver) }.flatMap { source in
            Feed.Kind.allCases.compactMap { kind -> Feed? in
                switch kind {
                case .microphone: break
                case .camera: if !unparked.shows(source, receiver) { return nil }
                case .screen: if !source.media.screen || !unparked.shows(source, receiver) { return nil }
                }
                return Feed(participant: source.id, kind: kind)
            }
        }
    }

    /// Whom `viewer` is told of. Supervisors who are not heard by all are shown to those whom the policy names, and to each other.
    public func visible(to viewer: Participant, _ policy: SupervisorVisibility) -> [Participant] {
        participants.filter { other in
            // Who holds is not told whom the agent asks.
            if other.role == .consulted, isParked(viewer) { return false }
            guard other.role == .supervisor, other.mode != .barge, other.id != viewer.id, viewer.role != .supervisor else { return true }
            // Somebody who is heard cannot be hidden.
            if other.mode == .whisper, viewer.role == .agent { return true }
            switch policy {
            case .nobody: return false
            case .agent: return viewer.role == .agent
            case .everyone: return true
            }
        }
    }
}

/// Who is told that a supervisor listens.
public enum SupervisorVisibility: String, Sendable, CaseIterable {
    case nobody, agent, everyone
}
