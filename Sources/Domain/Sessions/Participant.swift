/// Somebody in a session.
public struct Participant: Hashable, Sendable {
    public enum Role: String, Sendable, Codable {
        case customer, agent, guest, supervisor
        /// A colleague whom the agent consults.
        case consulted
    }

    public enum Presence: Hashable, Sendable, Codable {
        case attached
        case detached(since: Instant)
        case left
    }

    /// What this participant's peer connection reports.
    public enum Report: String, Sendable, Codable {
        case connecting, connected, disconnected
    }

    /// What this participant is sending.
    public struct Media: Hashable, Sendable, Codable {
        public var audio: Bool
        public var video: Bool
        public var screen: Bool

        public init(audio: Bool, video: Bool, screen: Bool) {
            self.audio = audio
            self.video = video
            self.screen = screen
        }
    }

    public let id: ParticipantID
    public internal(set) var role: Role
    /// How a supervisor takes part; `nil` for everybody else.
    public internal(set) var mode: SupervisionMode?
    /// The customer's, the account's or the guest's id.
    public let person: Identifier<Person>
    public let name: BoundedText<NameLimit>?
    public internal(set) var presence: Presence
    /// Grows each time another page takes over this participant's media. Direct: the other side then builds a new peer connection.
    public internal(set) var epoch = 0
    public internal(set) var report: Report = .connecting
    public internal(set) var media = Media(audio: false, video: false, screen: false)
    /// What this person was asked, and said, about being recorded. Those who work here are bound by their contract and are not asked.
    public internal(set) var consents: [Consent] = []

    init(
        id: ParticipantID, role: Role, mode: SupervisionMode? = nil, person: Identifier<Person>, name: BoundedText<NameLimit>?,
        presence: Presence
    ) {
        self.id = id
        self.role = role
        self.mode = mode
        self.person = person
        self.name = name
        self.presence = presence
    }
}

public typealias ParticipantID = Identifier<Participant>

/// How a supervisor takes part in a session.
public enum SupervisionMode: String, Sendable, Codable {
    /// Hears and sees; is neither heard nor seen.
    case monitor
    /// As `monitor`, and heard by the agent alone.
    case whisper
    /// Heard and seen by all.
    case barge
}

/// Stands for a customer, an account or a guest where it does not matter which.
public enum Person {}

/// Somebody who was invited to one session.
public enum Guest {}
public typealias GuestID = Identifier<Guest>

extension Identifier {
    /// The same id seen as another kind; for the few places where a customer and an account are both "a person".
    public init<Other>(_ other: Identifier<Other>) {
        high = other.high
        low = other.low
    }
}

/// Rows that were stored before a field existed are read as if it had its first value.
extension Participant: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, role, mode, person, name, presence, epoch, report, media, consents
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        id = try row.decode(ParticipantID.self, forKey: .id)
        role = try row.decode(Role.self, forKey: .role)
        mode = try row.decodeIfPresent(SupervisionMode.self, forKey: .mode)
        person = try row.decode(Identifier<Person>.self, forKey: .person)
        name = try row.decodeIfPresent(BoundedText<NameLimit>.self, forKey: .name)
        presence = try row.decode(Presence.self, forKey: .presence)
        epoch = try row.decode(Int.self, forKey: .epoch)
        report = try row.decode(Report.self, forKey: .report)
        media = try row.decode(Media.self, forKey: .media)
        consents = try row.decodeIfPresent([Consent].self, forKey: .consents) ?? []
    }
}
