import Foundation

struct RelayReport: Codable {
    let saturated: RelayFigures
    let atHalfTheRate: RelayFigures
}

struct AnswersReport: Codable {
    let visavis: AnswerFigures
    let janus: AnswerFigures?
    let ratioToJanus: Double?

    init(visavis: AnswerFigures, janus: AnswerFigures?) {
        (self.visavis, self.janus) = (visavis, janus)
        ratioToJanus = janus.map { (visavis.perSecond / $0.perSecond).rounded(digits: 2) }
    }
}

/// The JSON document that a run prints.
struct Report: LoadReport {
    let machine: Machine
    let parameters: [String: Int]
    var connecting: ConnectFigures?
    var memory: MemoryFigures?
    var relay: RelayReport?
    var answers: AnswersReport?
    var resume: ResumeFigures?
    /// With `--check`: what a threshold forbids, and what was left out of the run by an option.
    var missed: [String]?
    var unchecked: [String]?

    init(plan: LoadPlan) {
        machine = Machine()
        parameters = [
            "connections": plan.connections, "pairs": plan.pairs, "window": plan.window, "active": plan.active,
            "seconds": plan.seconds,
        ]
    }

    /// The most that other processes took during any measurement, in cores. Timings of a disturbed run say little.
    var disturbance: Double {
        let relayed = [relay?.saturated.cores, relay?.atHalfTheRate.cores].compactMap { $0 }
        let answered = (answers?.visavis.cores ?? []) + (answers?.janus?.cores ?? [])
        return (relayed + answered).map(\.others).max() ?? 0
    }

    /// The figures that have thresholds, by name.
    var figures: [String: Double] {
        var figures: [String: Double] = [:]
        figures["relayedPerSecond"] = relay?.saturated.perSecond
        figures["relayP99Ms"] = relay?.atHalfTheRate.p99Ms
        figures["bytesPerConnection"] = memory.map { Double($0.bytesPerConnection) }
        figures["answersRatioToJanus"] = answers?.ratioToJanus
        return figures
    }
}
