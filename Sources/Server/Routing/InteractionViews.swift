import Domain

extension Views {
    /// An interaction with what routing did, and why.
    struct InteractionDetail: Encodable {
        struct Person: Encodable {
            let id: String
            @Nullable var name: String?
        }

        struct Segment: Encodable {
            let kind: Domain.Segment.Kind
            let agent: Person
            let from: Instant
            @Nullable var to: Instant?
        }

        struct Offer: Encodable {
            let agent: Person
            let at: Instant
            let result: OfferResult
            let endedAt: Instant
        }

        let id: InteractionID
        let queue: QueueName
        let medium: Medium
        let customer: Person
        let language: Language
        let enqueuedAt: Instant
        @Nullable var answeredAt: Instant?
        @Nullable var callbackRequestedAt: Instant?
        /// The one whose agent promised to call back about it.
        @Nullable var followUpOf: InteractionID?
        @Nullable var endedAt: Instant?
        @Nullable var outcome: Interaction.Outcome?
        @Nullable var disposition: Disposition?
        @Nullable var resolved: Bool?
        @Nullable var note: String?
        let segments: [Segment]
        let offers: [Offer]
        let assignments: [Assignment]
        let flags: [Flagging]
        /// What was written; in a recorded call it belongs to the recording.
        let chat: [Message]

        struct Message: Encodable {
            let at: Instant
            let role: Domain.Participant.Role
            @Nullable var name: String?
            let text: String
        }

        struct Flagging: Encodable {
            let at: Instant
            let agent: Person
            @Nullable var blockedUntil: Instant?
            let ended: Bool
        }

        /// `names`: of the agents who occur.
        init(_ interaction: Interaction, names: [AgentID: String], chat written: [Domain.ChatMessage]) {
            let person = { (agent: AgentID) in Person(id: agent.description, name: names[agent]) }
            id = interaction.id
            queue = interaction.queue
            medium = interaction.medium
            customer = Person(id: interaction.caller.customer.id.description, name: interaction.caller.customer.name?.description)
            language = interaction.caller.language
            enqueuedAt = interaction.enqueuedAt
            answeredAt = interaction.answeredAt
            callbackRequestedAt = interaction.callbackRequestedAt
            followUpOf = interaction.followUpOf
            endedAt = interaction.endedAt
            outcome = interaction.outcome
            disposition = interaction.disposition
            resolved = interaction.resolved
            note = interaction.note?.description
            segments = interaction.segments.map { Segment(kind: $0.kind, agent: person($0.agent), from: $0.from, to: $0.to) }
            offers = interaction.offers.map { Offer(agent: person($0.agent), at: $0.at, result: $0.result, endedAt: $0.endedAt) }
            flags = interaction.flags.map {
                Flagging(at: $0.at, agent: person($0.agent), blockedUntil: $0.blockedUntil, ended: $0.endedCall)
            }
            chat = written.map { Message(at: $0.at, role: $0.role, name: $0.name?.description, text: $0.text.description) }
            assignments = interaction.assignments.map { Assignment($0, person) }
        }
    }

    /// Why a ticket was offered to whom it was.
    struct Assignment: Encodable {
        struct Demand: Encodable {
            @Nullable var queue: QueueName?
            let skills: [SkillRequirement]
            @Nullable var agent: AgentID?
        }

        struct Candidate: Encodable {
            let agent: InteractionDetail.Person
            let idleSince: Instant
            let verdict: Verdict
        }

        struct Verdict: Encodable {
            let code: String
            var activity: ActivityName?
            var skill: SkillName?
            var level: SkillLevel?
            var until: Instant?

            init(_ verdict: AssignmentRecord.Verdict) {
                switch verdict {
                case .chosen: code = "chosen"
                case .notAvailable(let name): (code, activity) = ("notAvailable", name)
                case .notResponding: code = "notResponding"
                case .disconnected: code = "disconnected"
                case .busy: code = "busy"
                case .wrappingUp: code = "wrappingUp"
                case .atCapacity: code = "atCapacity"
                case .missingSkill(let required): (code, skill, level) = ("missingSkill", required.skill, required.level)
                case .otherQueue: code = "otherQueue"
                case .declined(let instant): (code, until) = ("declined", instant)
                case .idleLessLong: code = "idleLessLong"
                case .notTheOne: code = "notTheOne"
                }
            }
        }

        let at: Instant
        let ageMs: Int64
        let planVersion: Int
        let rule: String
        let step: Int
        let ring: Int
        let priority: Int
        let demand: Demand
        let candidates: [Candidate]
        let tallies: [AssignmentRecord.Tally]
        let offerDeadline: Instant
        @Nullable var stepEnd: Instant?
        @Nullable var acceptedBy: AgentID?
        @Nullable var acceptedAt: Instant?

        init(_ record: AssignmentRecord, _ person: (AgentID) -> InteractionDetail.Person) {
            at = record.at
            ageMs = record.ageMs
            planVersion = record.planVersion
            rule = record.rule.description
            step = record.step
            ring = record.ring
            priority = record.priority
            demand = Demand(queue: record.demand.queue, skills: record.demand.skills, agent: record.demand.agent)
            candidates = record.candidates.map {
                Candidate(agent: person($0.agent), idleSince: $0.idleSince, verdict: Verdict($0.verdict))
            }
            tallies = record.tallies
            offerDeadline = record.offerDeadline
            stepEnd = record.stepEnd
            acceptedBy = record.acceptedBy
            acceptedAt = record.acceptedAt
        }
    }
}

extension Interaction {
    /// Everybody who had, was offered or could have had it.
    var agents: Set<AgentID> {
        Set(segments.map(\.agent)).union(offers.map(\.agent)).union(assignments.flatMap { $0.candidates.map(\.agent) })
    }
}
