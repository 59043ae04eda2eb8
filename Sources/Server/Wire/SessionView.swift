import Domain

extension Views {
    struct Participant: Encodable {
        let id: String
        let role: Domain.Participant.Role
        let mode: SupervisionMode?
        let name: String?
        let presence: String
        let epoch: Int
        let media: Domain.Participant.Media
        let report: Domain.Participant.Report

        init(_ participant: Domain.Participant) {
            id = participant.id.description
            role = participant.role
            mode = participant.mode
            name = participant.name?.description
            presence =
                switch participant.presence {
                case .attached: "attached"
                case .detached: "detached"
                case .left: "left"
                }
            epoch = participant.epoch
            media = participant.media
            report = participant.report
        }
    }

    struct ICEServer: Encodable, Hashable {
        let urls: [String]
        var username: String?
        var credential: String?
    }

    /// A session as one of its participants sees it.
    struct Session: Encodable {
        let id: String
        let interaction: String
        private(set) var state: String
        let since: Int64
        let startedAt: Int64
        private(set) var endedReason: String?
        let `self`: String
        let mine: Bool
        let polite: Bool
        let participants: [Participant]
        let iceServers: [ICEServer]
        let caller: Caller?
        /// What those before wrote of this interaction; for its agent.
        let note: String?
        let medium: Medium
        let media: Domain.Session.MediaPath
        let relay: String?
        let feeds: [Feed]
        @Nullable var hold: Hold?
        /// For those who work here.
        let consult: Consult?
        @Nullable var handover: Handover?
        let recording: RecordingView
        let consents: [Consent]
        let invites: [Invite]

        /// - Parameter dismissed: Why this participant is no longer in it, though the session may go on.
        init(_ session: Domain.Session, for viewer: Domain.Participant, _ seat: SeatView, dismissed: Dismissal? = nil) {
            id = session.id.description
            interaction = session.interaction.description
            switch session.state {
            case .ended(let ending): (state, endedReason) = ("ended", ending.rawValue)
            case .connecting: (state, endedReason) = ("connecting", nil)
            case .live: (state, endedReason) = ("live", nil)
            case .reconnecting: (state, endedReason) = ("reconnecting", nil)
            }
            if let dismissed, endedReason == nil { (state, endedReason) = ("ended", dismissed.rawValue) }
            since = session.since.milliseconds
            startedAt = session.startedAt.milliseconds
            self.`self` = viewer.id.description
            mine = seat.isMine
            polite = viewer.role == .customer
            participants = session.visible(to: viewer, seat.supervisors).map(Participant.init)
            iceServers = seat.iceServers
            let isStaff = viewer.role == .agent || viewer.role == .supervisor || viewer.role == .consulted
            note = viewer.role == .agent || viewer.role == .consulted ? seat.note : nil
            consult = isStaff ? session.consult.map(Consult.init) : nil
            caller = isStaff ? Caller(session.ticket.caller) : nil
            medium = session.medium
            media = session.mediaPath
            relay = session.mediaPath == .relay ? seat.relay : nil
            feeds = session.mediaPath == .relay && endedReason == nil ? session.feeds(for: viewer).map(Feed.init) : []
            hold = session.hold.map { Hold(since: $0.since.milliseconds, by: $0.by.description) }
            handover = endedReason == nil ? session.handover.map(Handover.init) : nil
            recording = RecordingView(session)
            consents = (isStaff ? session.customer : viewer).consents.map(Consent.init)
            invites = viewer.role == .agent ? session.invites.map { Invite($0, at: seat.now) } : []
        }
    }

    /// What a view of a session depends on besides the session: whose page it is for.
    struct SeatView {
        let isMine: Bool
        let iceServers: [ICEServer]
        /// Names the relay of this process.
        let relay: String
        let supervisors: SupervisorVisibility
        let now: Instant
        let note: String?
    }

    struct Feed: Encodable {
        let participant: String
        let kind: Domain.Feed.Kind

        init(_ feed: Domain.Feed) {
            participant = feed.participant.description
            kind = feed.kind
        }
    }

    struct Hold: Encodable {
        let since: Int64
        let by: String
    }

    struct Consult: Encodable {
        let colleague: String
        let name: String
        let state: Domain.Consult.State
        let since: Int64

        init(_ consult: Domain.Consult) {
            colleague = consult.colleague.description
            name = consult.name.description
            state = consult.state
            since = consult.since.milliseconds
        }
    }

    struct Handover: Encodable {
        let participant: String
        let until: Int64

        init(_ handover: Domain.Handover) {
            participant = handover.newcomer.description
            until = handover.deadline.milliseconds
        }
    }

    struct Consent: Encodable {
        let purpose: ConsentPurpose
        let answer: Domain.Consent.Answer
        let at: Int64

        init(_ consent: Domain.Consent) {
            purpose = consent.purpose
            answer = consent.answer
            at = consent.at.milliseconds
        }
    }

    struct RecordingView: Encodable {
        let id: String?
        let state: String
        let pausedBy: [PauseSource]
        let since: Int64

        init(_ session: Domain.Session) {
            id = session.capture.recording?.description
            state = session.recordingStatus.rawValue
            pausedBy = PauseSource.allCases.filter(session.capture.pausedBy.contains)
            since = (session.capture.since ?? session.startedAt).milliseconds
        }
    }

    struct Invite: Encodable {
        let id: String
        let name: String?
        let expiresAt: Int64
        let state: String
        let participant: String?

        init(_ invite: Domain.Invite, at now: Instant) {
            id = invite.id.description
            name = invite.name?.description
            expiresAt = invite.expiresAt.milliseconds
            state = invite.isRevoked ? "revoked" : !invite.isOpen(at: now) ? "expired" : invite.guest == nil ? "open" : "used"
            participant = invite.guest?.description
        }
    }

    /// A session as supervisors see it who are not in it.
    struct LiveSession: Encodable, Equatable {
        static func == (left: Self, right: Self) -> Bool { left.session == right.session }

        private let session: Domain.Session

        init(_ session: Domain.Session) { self.session = session }

        private enum CodingKeys: CodingKey { case id, interaction, queue, medium, state, startedAt, participants, hold, consult, recording }

        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: CodingKeys.self)
            try object.encode(session.id.description, forKey: .id)
            try object.encode(session.interaction.description, forKey: .interaction)
            try object.encode(session.ticket.queue.description, forKey: .queue)
            try object.encode(session.medium, forKey: .medium)
            let state =
                switch session.state {
                case .connecting: "connecting"
                case .live: "live"
                case .reconnecting: "reconnecting"
                case .ended: "ended"
                }
            try object.encode(state, forKey: .state)
            try object.encode(session.startedAt.milliseconds, forKey: .startedAt)
            try object.encode(session.participants.map(Participant.init), forKey: .participants)
            try object.encode(session.hold != nil, forKey: .hold)
            try object.encodeIfPresent(session.consult.map(Consult.init), forKey: .consult)
            try object.encode(RecordingView(session), forKey: .recording)
        }
    }

    struct Live: Encodable { let sessions: [LiveSession] }

    struct Ended: Encodable {
        let interaction: String
        let reason: String
        let at: Int64
    }

    struct CustomerSnapshot: Encodable {
        @Nullable var ticket: Ticket?
        @Nullable var session: Session?
        let chat: [ChatMessage]
        @Nullable var ended: Ended?
    }

    struct GuestSnapshot: Encodable {
        @Nullable var session: Session?
        let chat: [ChatMessage]
        @Nullable var ended: Ended?
    }

    struct AccountSnapshot: Encodable {
        let agent: Agent
        @Nullable var offer: Offer?
        @Nullable var session: Session?
        let chat: [ChatMessage]
        let note: String
        @Nullable var wrapUp: WrapUp?
        /// Beside the call, or instead of one.
        let chats: [Chat]
        let chatWrapUps: [WrapUp]
        let useCases: [String]
        let activities: [ActivityDefinition]
        let queues: [QueueTitle]
        let dispositions: [String]
        let stats: Stats
        @Nullable var ended: Ended?
    }
}
