import Domain

extension Views {
    struct Participant: Encodable {
        let id: String
        let role: Domain.Participant.Role
        let name: String?
        let presence: String
        let epoch: Int
        let media: Domain.Participant.Media
        let report: Domain.Participant.Report

        init(_ participant: Domain.Participant) {
            id = participant.id.description
            role = participant.role
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
        let state: String
        let since: Int64
        let startedAt: Int64
        let endedReason: String?
        let `self`: String
        let mine: Bool
        let polite: Bool
        let participants: [Participant]
        let iceServers: [ICEServer]
        let caller: Caller?

        init(_ session: Domain.Session, for role: Domain.Participant.Role, isMine: Bool, iceServers: [ICEServer]) {
            id = session.id.description
            interaction = session.interaction.description
            switch session.state {
            case .connecting: (state, endedReason) = ("connecting", nil)
            case .live: (state, endedReason) = ("live", nil)
            case .reconnecting: (state, endedReason) = ("reconnecting", nil)
            case .ended(let ending): (state, endedReason) = ("ended", ending.rawValue)
            }
            since = session.since.milliseconds
            startedAt = session.startedAt.milliseconds
            self.`self` = session.participant(role).id.description
            mine = isMine
            polite = role == .customer
            participants = session.participants.map(Participant.init)
            self.iceServers = iceServers
            caller = role == .agent ? Caller(session.ticket.caller) : nil
        }
    }

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

    struct AccountSnapshot: Encodable {
        let agent: Agent
        @Nullable var offer: Offer?
        @Nullable var session: Session?
        let chat: [ChatMessage]
        let note: String
        @Nullable var wrapUp: WrapUp?
        let useCases: [String]
        let dispositions: [String]
        let stats: Stats
        @Nullable var ended: Ended?
    }
}
