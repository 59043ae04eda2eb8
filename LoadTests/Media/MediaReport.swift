import Foundation

/// One server with the calls of the comparison.
struct ServerMediaFigures: Codable {
    let threadsWithTenCalls: Int
    let threadsWithAllCalls: Int
    /// Every endpoint at 1.5 Mbit/s of video and 50 Opus packets a second.
    let atCallRate: ForwardingFigures
    let saturated: ForwardingFigures
    let atHalfTheRate: ForwardingFigures
    var instructions: InstructionFigures?
}

/// What recording adds to the same calls.
struct RecordingCostFigures: Codable {
    let calls: Int
    let without: ForwardingFigures
    let with: ForwardingFigures
    let recordedBytes: Int
    let percentOfCorePerCall: Double
}

/// The JSON document that `media` prints.
struct MediaReport: LoadReport {
    let machine: Machine
    let parameters: [String: Int]
    var visavis: ServerMediaFigures?
    var janus: ServerMediaFigures?
    /// Half of Visavis's saturated rate once more, by a client that has encrypted everything beforehand.
    var delay: ForwardingFigures?
    /// More and more calls on one core, at their own rate, up to as many as it has to carry or to the first that it does not.
    var crowds: [ForwardingFigures] = []
    var recording: RecordingCostFigures?
    var forwardedRatioToJanus: Double?
    var instructionsRatioToJanus: Double?
    /// With `--check`: what a threshold forbids, and what was left out of the run by an option.
    var missed: [String]?
    var unchecked: [String]?

    init(plan: MediaPlan) {
        machine = Machine()
        parameters = [
            "calls": plan.calls, "crowd": plan.crowd, "recorded": plan.recorded, "window": plan.window, "seconds": plan.seconds,
            "instructionCalls": plan.instructionCalls, "instructionPackets": plan.instructionPackets,
        ]
    }

    mutating func compare() {
        guard let visavis, let janus else { return }
        forwardedRatioToJanus = (visavis.saturated.packetsPerSecond / max(1, janus.saturated.packetsPerSecond)).rounded(digits: 2)
        if let ours = visavis.instructions, let theirs = janus.instructions {
            instructionsRatioToJanus = (ours.perPacket / theirs.perPacket).rounded(digits: 3)
        }
    }

    /// The most that other processes took during any measurement, in cores.
    var disturbance: Double {
        let both = [visavis, janus].compactMap { $0 }.flatMap { [$0.atCallRate, $0.saturated, $0.atHalfTheRate] }
        return (both + crowds + [delay, recording?.with, recording?.without].compactMap { $0 }).map(\.cores.others).max() ?? 0
    }

    /// The figures that have thresholds, by name.
    var figures: [String: Double] {
        var figures: [String: Double] = [:]
        figures["forwardedPerSecond"] = visavis?.saturated.packetsPerSecond
        figures["delayP99Ms"] = delay?.p99Ms
        figures["threadsPerCall"] = visavis.map { Double($0.threadsWithAllCalls - $0.threadsWithTenCalls) }
        if !crowds.isEmpty { figures["callsPerCore"] = Double(crowds.filter(\.areCallsCarried).map(\.calls).max() ?? 0) }
        figures["recordingPercentOfCorePerCall"] = recording?.percentOfCorePerCall
        figures["ownAllocationsPerPacket"] = visavis?.instructions?.ownAllocationsPerPacket
        figures["forwardedRatioToJanus"] = forwardedRatioToJanus
        figures["instructionsRatioToJanus"] = instructionsRatioToJanus
        return figures
    }
}
