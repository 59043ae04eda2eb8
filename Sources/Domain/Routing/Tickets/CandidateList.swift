/// The agents whom an assignment record names. Each assignment has a score of them and most are never looked at: they are kept as plain
/// bytes, what they say at length is said once, and a `Candidate` is made when somebody asks.
public struct CandidateList: Sendable {
    private struct Entry: Sendable {
        enum Kind: UInt8, Sendable {
            case chosen, notAvailable, notResponding, disconnected, busy, wrappingUp, missingSkill, otherQueue, declined, idleLessLong
            case notTheOne, atCapacity
        }

        let agent: AgentID
        let idleSince: Instant
        /// When it is `declined`.
        var until = Instant(milliseconds: 0)
        let kind: Kind
        /// Which skill is missing, or which activity they are in.
        var index: UInt16 = 0
    }

    private var entries: [Entry] = []
    private var skills: [SkillRequirement]
    private var activities: [ActivityName] = []

    /// `asked`: what candidates may lack.
    init(asked skills: [SkillRequirement] = [], capacity: Int = 0) {
        self.skills = skills
        entries.reserveCapacity(capacity)
    }

    mutating func append(_ agent: AgentID, idleSince: Instant, _ verdict: AssignmentRecord.Verdict) {
        func add(_ kind: Entry.Kind, until: Instant = Instant(milliseconds: 0), index: Int = 0) {
            entries.append(
                Entry(agent: agent, idleSince: idleSince, until: until, kind: kind, index: UInt16(truncatingIfNeeded: index)))
        }
        switch verdict {
        case .chosen: add(.chosen)
        case .notAvailable(let activity): add(.notAvailable, index: Self.index(of: activity, in: &activities))
        case .notResponding: add(.notResponding)
        case .disconnected: add(.disconnected)
        case .busy: add(.busy)
        case .wrappingUp: add(.wrappingUp)
        case .atCapacity: add(.atCapacity)
        case .missingSkill(let requirement): add(.missingSkill, index: Self.index(of: requirement, in: &skills))
        case .otherQueue: add(.otherQueue)
        case .declined(let until): add(.declined, until: until)
        case .idleLessLong: add(.idleLessLong)
        case .notTheOne: add(.notTheOne)
        }
    }

    private static func index<Value: Equatable>(of value: Value, in values: inout [Value]) -> Int {
        if let index = values.firstIndex(of: value) { return index }
        values.append(value)
        return values.count - 1
    }

    private func verdict(of entry: Entry) -> AssignmentRecord.Verdict {
        switch entry.kind {
        case .chosen: .chosen
        case .notAvailable: .notAvailable(activity: activities[Int(entry.index)])
        case .notResponding: .notResponding
        case .disconnected: .disconnected
        case .busy: .busy
        case .wrappingUp: .wrappingUp
        case .atCapacity: .atCapacity
        case .missingSkill: .missingSkill(skills[Int(entry.index)])
        case .otherQueue: .otherQueue
        case .declined: .declined(until: entry.until)
        case .idleLessLong: .idleLessLong
        case .notTheOne: .notTheOne
        }
    }
}

extension CandidateList: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { entries.count }

    public subscript(index: Int) -> AssignmentRecord.Candidate {
        let entry = entries[index]
        return AssignmentRecord.Candidate(agent: entry.agent, idleSince: entry.idleSince, verdict: verdict(of: entry))
    }
}

/// By what it says, however it came to say it.
extension CandidateList: Hashable {
    public static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for candidate in self { hasher.combine(candidate) }
    }
}

/// As an array of its candidates.
extension CandidateList: Codable {
    public init(from decoder: any Decoder) throws {
        self.init()
        for candidate in try decoder.singleValueContainer().decode([AssignmentRecord.Candidate].self) {
            append(candidate.agent, idleSince: candidate.idleSince, candidate.verdict)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for candidate in self { try container.encode(candidate) }
    }
}
