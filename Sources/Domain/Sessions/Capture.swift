/// What a session knows of its recording: which one it is, and what the recorder last said. What *should* be captured is derived
/// (`Session.wantsCapture`), so that consent, hold and pause can never disagree with it.
public struct Capture: Hashable, Sendable, Codable {
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
    public internal(set) var isPausedByAgent = false
    /// When anything of this changed.
    public internal(set) var since: Instant?

    public init() {}
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
        mediaPath == .relay && !isEnded && !grantedPurposes.isEmpty && !capture.isPausedByAgent && hold == nil
    }

    /// Whether this participant's voice and picture belong into the recording: the customer's and the agent's, a supervisor's whom
    /// everybody hears, a guest's who agreed.
    func isCaptured(_ participant: Participant) -> Bool {
        switch participant.role {
        case .customer, .agent: true
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
