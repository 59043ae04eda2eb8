import Domain

/// The parameters of each method, exactly as PROTOCOL.md §4 has them; decoded once, into types that cannot be invalid.
enum Requests {
    struct Hello: Decodable {
        struct Resume: Decodable {
            let sid: String
            let secret: String
            let lastSeq: UInt64
        }

        let token: String?
        let resume: Resume?
    }

    struct VisitStart: Decodable {
        let useCase: QueueName
        let entryPoint: OptionalText<NameLimit>?
        let variant: OptionalText<NameLimit>?
        let page: OptionalText<AddressLimit>?
        let language: Language
        let name: OptionalText<NameLimit>?
        let matter: OptionalText<LineLimit>?
        let preflight: Preflight?
        let medium: Medium?
        let callback: ContactAddress?
        let callbackFrom: Instant?
    }

    struct CallbackRequest: Decodable {
        /// `nil`: the one of before.
        let contact: ContactAddress?
        let from: Instant?
    }
    struct CallbackPromise: Decodable {
        let interaction: InteractionID
        let contact: ContactAddress
        let from: Instant
    }
    struct PromiseSlots: Decodable { let interaction: InteractionID }

    /// Of the session whose customer is to be sent on.
    struct TransferTargets: Decodable { let session: SessionID? }

    struct AgentActivity: Decodable { let activity: ActivityName }
    struct OfferChoice: Decodable { let offer: OfferID }
    struct SessionJoin: Decodable {
        let session: SessionID
        let epoch: Int?
    }
    struct SessionHangup: Decodable { let session: SessionID }
    /// Of a session, and where else its customer may find help: a queue or an agent.
    struct SessionTransfer: Decodable {
        let session: SessionID
        let target: TransferTarget

        private enum CodingKeys: CodingKey { case session, queue, agent }

        /// Either a queue or an agent.
        init(from decoder: any Decoder) throws {
            let request = try decoder.container(keyedBy: CodingKeys.self)
            session = try request.decode(SessionID.self, forKey: .session)
            let queue = try request.decodeIfPresent(QueueName.self, forKey: .queue)
            let agent = try request.decodeIfPresent(AgentID.self, forKey: .agent)
            switch (queue, agent) {
            case (let queue?, nil): target = .queue(queue)
            case (nil, let agent?): target = .agent(agent)
            default: throw DecodingError.dataCorruptedError(forKey: .queue, in: request, debugDescription: "either queue or agent")
            }
        }
    }
    struct ConsultEnd: Decodable { let session: SessionID }
    struct SessionProtect: Decodable {
        let session: SessionID
        let end: Bool
        let blockMinutes: Int?
    }
    struct WrapUpChoice: Decodable { let interaction: InteractionID }
    struct SessionReport: Decodable { let media: Participant.Report }
    struct SessionReceived: Decodable {
        let session: SessionID
        let participant: ParticipantID
        let epoch: Int
    }

    struct MediaOffer: Decodable {
        struct Section: Decodable {
            struct Source: Decodable {
                let participant: ParticipantID
                let kind: Feed.Kind
            }

            let mid: String
            let send: Feed.Kind?
            let receive: Source?
        }

        let session: SessionID
        let epoch: Int
        let sdp: String
        let sections: [Section]
    }

    struct SessionHold: Decodable {
        let session: SessionID
        let on: Bool
    }

    struct ConsentSet: Decodable {
        let session: SessionID
        let purpose: ConsentPurpose
        let granted: Bool
    }

    struct RecordingPause: Decodable {
        let session: SessionID
        let paused: Bool
    }

    struct InviteCreate: Decodable {
        let session: SessionID
        let name: OptionalText<NameLimit>?
        let minutes: Int?
    }

    struct InviteRevoke: Decodable {
        let session: SessionID
        let invite: InviteID
    }

    struct SuperviseWatch: Decodable { let on: Bool }

    struct Supervise: Decodable {
        let session: SessionID
        let mode: SupervisionMode
    }

    struct TakeOver: Decodable { let session: SessionID }

    struct ChatSend: Decodable {
        let session: SessionID
        let key: BoundedText<NameLimit>
        let text: BoundedText<MessageLimit>
    }

    struct NoteSave: Decodable {
        let interaction: InteractionID
        let text: OptionalText<NoteLimit>
    }

    struct WrapUpFinish: Decodable {
        let interaction: InteractionID
        let disposition: Disposition
        let resolved: Bool?
        let note: OptionalText<NoteLimit>?
    }
}

/// A text that may be left empty ("" is no text); too long is an error.
struct OptionalText<Limit: TextLimit>: Decodable {
    let text: BoundedText<Limit>?

    init(from decoder: any Decoder) throws {
        let raw = try decoder.singleValueContainer().decode(String.self)
        text = raw.allSatisfy(\.isWhitespace) ? nil : try BoundedText(from: decoder)
    }
}
