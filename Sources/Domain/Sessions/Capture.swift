/// What a session knows of its recording: which one it is, and what the recorder last said. What *should* be captured is derived
/// (`Session.wantsCapture`), so that consent, hold and pause can never disagree with it.
public struct Capture: Hashable, Sendable {
    /// What the recorder last reported.
    public enum Report: String, Sendable, Codable {
        /// Nothing is being kept.
        case idle
        /// What is said now is being kept, and the first of it is on disk.
        case capturing
        /// It cannot go on: disk, permission, defect.
        case failed
    }

    /// Announced when capture is wanted for the first time.
    public internal(set) var recording: RecordingID?
    public internal(set) var report: Report = .idle
    /// Who wants nothing to be kept for now; each takes back only their own word.
    public internal(set) var pausedBy: Set<PauseSource> = []
    /// When anything of this changed.
    public internal(set) var since: Instant?

    public init() {}
}

/// Who can pause a recording.
public enum PauseSource: String, Sendable, Codable, CaseIterable {
    /// The agent of the session.
    case agent
    /// Another system, by its API key.
    case api
}

/// Rows that were stored before a field existed are read as if it had its first value.
extension Capture: Codable {
    private enum CodingKeys: String, CodingKey {
        case recording, report, pausedBy, isPausedByAgent, since
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        recording = try row.decodeIfPresent(RecordingID.self, forKey: .recording)
        report = try row.decode(Report.self, forKey: .report)
        let wasPausedByAgent = try row.decodeIfPresent(Bool.self, forKey: .isPausedByAgent) ?? false
        pausedBy = try row.decodeIfPresent(Set<PauseSource>.self, forKey: .pausedBy) ?? (wasPausedByAgent ? [.agent] : [])
        since = try row.decodeIfPresent(Instant.self, forKey: .since)
    }

    public func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encodeIfPresent(recording, forKey: .recording)
        try row.encode(report, forKey: .report)
        try row.encode(pausedBy.sorted { $0.rawValue < $1.rawValue }, forKey: .pausedBy)
        try row.encodeIfPresent(since, forKey: .since)
    }
}

/// What people are told of the recording.
public enum RecordingStatus: String, Sendable {
    case off, asking, starting, recording, paused, refused, failed
}

extension Session {
    /// The purposes that the customer has agreed to.
    public var grantedPurposes: [ConsentPurpose] { customer.consents.filter { $0.answer == .granted }.map(\.purpose) }

    /// Whether what is said now is to be kept. A customer on hold believes to be alone: nothing is kept.
    public var wantsCapture: Bool {
        mediaPath == .relay && !isEnded && !grantedPurposes.isEmpty && capture.pausedBy.isEmpty && hold == nil
    }

    /// Whether this participant's voice and picture belong into the recording: the customer's and the agent's, a supervisor's whom
    /// everybody hears, a guest's who agreed.
    func isCaptured(_ participant: Participant) -> Bool {
        switch participant.role {
        case .customer, .agent, .consulted: true
        case .supervisor: participant.mode == .barge
        case .guest: participant.consents.contains { $0.answer == .granted }
        }
    }

    /// Never better than the truth: `recording` while the recorder keeps, even when it should have stopped; `starting` until it does.
    public var recordingStatus: RecordingStatus {
        let consents = customer.consents
        guard mediaPath == .relay, !consents.isEmpty else { return .off }
        if capture.report == .failed { return .failed }
        if capture.report == .capturing { return .recording }
        if wantsCapture { return .starting }
        if !grantedPurposes.isEmpty { return isEnded ? .off : .paused }
        return consents.contains { $0.answer == .asked } ? .asking : .refused
    }
}
