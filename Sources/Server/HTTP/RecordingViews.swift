import Domain
import Storage

extension Views {
    /// A recording in a list.
    struct RecordingRow: Encodable {
        struct Person: Encodable {
            let id: String
            let name: String?
        }

        let id: String
        let session: String
        let interaction: String
        let queue: String
        let customer: Person
        let agent: Person
        let state: Recording.State
        let expectedAt: Instant
        let startedAt: Instant?
        let endedAt: Instant?
        let durationMs: Int64?
        let purposes: [ConsentPurpose]
        let retainUntil: Instant?
        let bytes: Int64?
        let location: RecordingRecord.Location
        let missing: RecordingLoss?
        let erasedAt: Instant?

        init(_ record: RecordingRecord) {
            id = record.id.description
            session = record.recording.session.description
            interaction = record.recording.interaction.description
            queue = record.recording.queue.description
            customer = Person(id: record.recording.customer.description, name: record.customerName)
            agent = Person(id: record.recording.agent.description, name: record.agentName ?? "")
            state = record.state
            expectedAt = record.recording.expectedAt
            startedAt = record.startedAt
            endedAt = record.endedAt
            durationMs = record.isFinished ? record.contents.durationMs : nil
            purposes = record.recording.purposes
            retainUntil = record.retainUntil
            bytes = record.isFinished ? record.contents.bytes : nil
            location = record.location
            missing = record.missing
            erasedAt = record.erasedAt
        }
    }

    struct RecordedFileEntry: Encodable {
        let file: String
        let url: String
        let participant: String
        let role: String
        let name: String?
        let kind: String
        let startMs: Int64
        let durationMs: Int64
        let contentType: String
        let bytes: Int64
        let width: Int?
        let height: Int?
        let rotation: Int?

        init(_ file: StoredFile, of id: RecordingID) {
            self.file = file.shownName
            url = "/api/recordings/\(id)/files/\(file.shownName)"
            participant = file.participant
            role = file.role
            name = file.name
            kind = file.kind
            startMs = file.startMs
            durationMs = file.durationMs
            contentType = file.contentType
            bytes = file.bytes
            width = file.width
            height = file.height
            rotation = file.rotation
        }
    }

    struct RecordingIndexView: Encodable {
        let durationMs: Int64
        let gaps: [RecordingContents.Gap]
        let pauses: [RecordingContents.Pause]
        let events: [RecordingContents.Event]
        let talk: [RecordingContents.Talk]
        let silenceMs: Int64?
        let overlapMs: Int64?

        init(_ contents: RecordingContents) {
            durationMs = contents.durationMs
            gaps = contents.gaps
            pauses = contents.pauses
            events = contents.events
            talk = contents.talk
            silenceMs = contents.silenceMs
            overlapMs = contents.overlapMs
        }
    }

    struct RecordedChatLine: Encodable {
        let atMs: Int64
        let at: Instant
        let from: String
        let role: String
        let name: String?
        let text: String
    }

    struct RecordedSegment: Encodable {
        let kind: Segment.Kind
        let agent: RecordingRow.Person
        let fromMs: Int64
        let toMs: Int64?
    }

    /// A line of the audit log.
    struct AuditLine: Encodable {
        struct Actor: Encodable {
            let kind: String
            let id: String
            let name: String?
        }

        struct Subject: Encodable {
            let kind: String
            let id: String
        }

        let id: Int64
        let at: Instant
        let actor: Actor
        let action: String
        let subject: Subject
        let queue: String?
        let detail: [String: String]

        init(_ entry: AuditEntry) {
            id = entry.number
            at = entry.record.at
            actor =
                switch entry.record.actor {
                case .account(let account): Actor(kind: "account", id: account.description, name: entry.actorName)
                case .apiKey(let name): Actor(kind: "api_key", id: name, name: name)
                case .server: Actor(kind: "server", id: "server", name: nil)
                }
            action = entry.record.action
            subject = Subject(kind: entry.record.subject.kind, id: entry.record.subject.id)
            queue = entry.record.queue?.description
            detail = entry.record.detail
        }
    }
}

extension StoredFile {
    /// A sealed file is opened on its way out, so its name does not say that it is.
    var shownName: String { file.hasSuffix(".sealed") ? String(file.dropLast(".sealed".count)) : file }
}
