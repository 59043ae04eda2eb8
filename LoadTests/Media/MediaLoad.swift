import Foundation

struct MediaPlan {
    let server: String
    let web: String
    /// Nil leaves the comparison out.
    let janus: String?
    let calls: Int
    let crowd: Int
    let recorded: Int
    let window: Int
    let seconds: Int
    let instructionCalls: Int
    /// 0 leaves the counting of instructions out.
    let instructionPackets: Int

    /// The whole crowd after parts of it: where it is too large, the figures say for how many it was not.
    var crowds: [Int] { crowd == 0 ? [] : [4, 5, 6, 7, 8].map { crowd * $0 / 8 }.filter { $0 > calls } }
}

/// The phases, one after the other, each against a server of its own that has the servers' core to itself.
struct MediaLoad {
    let plan: MediaPlan

    func run() throws -> MediaReport {
        try Descriptors.raiseLimit(toHold: 4 * max(plan.crowd, plan.calls) + 500)
        try Cores.takeClientCore()
        if let janus = plan.janus { try JanusProcess.requireInstalled(janus) }
        guard plan.instructionPackets == 0 || FileManager.default.isExecutableFile(atPath: InstructionCount.valgrind) else {
            throw LoadError("no valgrind: install it, or pass --no-instructions")
        }
        let folder = try WorkFolder()
        defer { folder.remove() }
        let loop = try EventLoop()
        var report = MediaReport(plan: plan)

        try withServer(visavis(calls: max(plan.calls, plan.crowd), loop, folder), loop) { crowd in
            let compared = try compare(crowd)
            report.visavis = compared
            report.delay = try delay(crowd, atHalfOf: compared.saturated)
            for calls in plan.crowds where report.crowds.allSatisfy(\.areCallsCarried) {
                Progress.say("connecting \(calls) calls")
                try crowd.grow(to: calls)
                Progress.say("\(calls) calls at their rate")
                report.crowds.append(try crowd.pace(seconds: plan.seconds, sealed: true))
            }
        }
        if plan.recorded > 0 { report.recording = try recordingCost(loop, folder) }
        if let executable = plan.janus {
            try withServer(JanusCalls(executable: executable, loop: loop, folder: folder), loop) { report.janus = try compare($0) }
        }
        if plan.instructionPackets > 0 {
            report.visavis?.instructions = try instructions(loop, folder) { count in
                let readable = try InstructionCount.readable(plan.server, in: folder)
                return try visavis(readable, calls: plan.instructionCalls, under: count, loop, folder)
            }
            if let executable = plan.janus {
                report.janus?.instructions = try instructions(loop, folder) {
                    try JanusCalls(executable: executable, wrapper: $0.wrapper, loop: loop, folder: folder)
                }
            }
        }
        report.compare()
        return report
    }

    private func visavis(
        _ executable: String? = nil, calls: Int, records: Bool = false, under count: InstructionCount? = nil, _ loop: EventLoop,
        _ folder: WorkFolder
    ) throws -> VisavisCalls {
        Progress.say("starting Visavis with \(calls) agents")
        return try VisavisCalls(
            executable: executable ?? plan.server, web: plan.web, calls: calls, records: records, wrapper: count?.wrapper ?? [],
            environment: count?.environment ?? [:], loop: loop, folder: folder)
    }

    private func withServer(_ server: any MediaServer, _ loop: EventLoop, _ body: (MediaCrowd) throws -> Void) throws {
        defer { server.stop() }
        do { try body(MediaCrowd(server, loop: loop)) } catch { throw server.process.explaining(error) }
    }

    /// What stands beside each other: packets are encrypted as they leave, by both clients alike.
    private func compare(_ crowd: MediaCrowd) throws -> ServerMediaFigures {
        let name = crowd.server.name
        Progress.say("\(name): connecting \(plan.calls) calls")
        try crowd.grow(to: min(10, plan.calls))
        let few = try ProcessFigures(of: crowd.server.process.pid).threads
        try crowd.grow(to: plan.calls)
        Progress.say("\(name): \(plan.calls) calls at their rate")
        let atCallRate = try crowd.pace(seconds: plan.seconds, sealed: false)
        Progress.say("\(name): as much as it forwards")
        let saturated = try crowd.saturate(window: plan.window, seconds: plan.seconds)
        guard saturated.packetsPerSecond > 0 else { throw LoadError("\(name) forwarded nothing of what was sent as fast as it could be") }
        Progress.say("\(name): half of \(Int(saturated.packetsPerSecond)) packets/s")
        let half = try crowd.pace(speed: halfSpeed(saturated), seconds: plan.seconds, sealed: false)
        return ServerMediaFigures(
            threadsWithTenCalls: few, threadsWithAllCalls: atCallRate.threads, atCallRate: atCallRate, saturated: saturated,
            atHalfTheRate: half)
    }

    /// The server's own delay: the client, which has made everything beforehand, adds little to it.
    private func delay(_ crowd: MediaCrowd, atHalfOf saturated: ForwardingFigures) throws -> ForwardingFigures {
        Progress.say("\(crowd.server.name): the same, encrypted beforehand")
        return try crowd.pace(speed: halfSpeed(saturated), seconds: plan.seconds, sealed: true)
    }

    private func halfSpeed(_ saturated: ForwardingFigures) -> Double {
        saturated.packetsPerSecond / 2 / (Double(2 * plan.calls) * MediaFormat.packetsPerSecond)
    }

    /// The same calls twice, with consent to being recorded and where nobody is asked.
    private func recordingCost(_ loop: EventLoop, _ folder: WorkFolder) throws -> RecordingCostFigures {
        func measure(records: Bool) throws -> (ForwardingFigures, Int) {
            let server = try visavis(calls: plan.recorded, records: records, loop, folder)
            var figures: ForwardingFigures?
            try withServer(server, loop) { crowd in
                try crowd.grow(to: plan.recorded)
                Progress.say("\(plan.recorded) calls \(records ? "with" : "without") recording")
                figures = try crowd.pace(seconds: plan.seconds, sealed: false)
            }
            guard let figures else { throw LoadError("nothing was measured") }
            return (figures, server.recordedBytes)
        }
        let (without, _) = try measure(records: false)
        let (with, bytes) = try measure(records: true)
        guard bytes > plan.recorded * plan.seconds * MediaFormat.videoBytes else {
            throw LoadError("\(bytes) bytes were recorded: consent had no effect")
        }
        func microseconds(_ figures: ForwardingFigures) -> Double { figures.cpuMicrosecondsPerPacket * figures.packetsPerSecond }
        let percent = (microseconds(with) - microseconds(without)) / 1e6 * 100 / Double(plan.recorded)
        return RecordingCostFigures(
            calls: plan.recorded, without: without, with: with, recordedBytes: bytes, percentOfCorePerCall: percent.rounded(digits: 2))
    }

    private func instructions(
        _ loop: EventLoop, _ folder: WorkFolder, _ start: (InstructionCount) throws -> any MediaServer
    ) throws -> InstructionFigures {
        Progress.say("counting instructions")
        let count = try InstructionCount(name: UUID().uuidString, folder: folder)
        let server = try start(count)
        do {
            let crowd = try MediaCrowd(server, loop: loop)
            try crowd.grow(to: plan.instructionCalls, speed: 0.1)
            return try count.run(crowd, packets: plan.instructionPackets, window: plan.window)
        } catch {
            server.stop()
            throw server.process.explaining(error)
        }
    }
}
