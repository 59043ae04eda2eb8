extension PlanInspection {
    mutating func inspect(_ queues: [QueueSettings], names: PlanNames) {
        check(count: queues.count, atMost: PlanLimits.queues, at: "queues")
        checkUnique(queues.map(\.name)) { "queues[\($0)].name" }
        for (index, queue) in queues.enumerated() { inspect(queue, at: "queues[\(index)]", names: names) }
        reportOverflowCycles(in: queues)
    }

    mutating func inspect(_ media: MediaPolicy, _ queues: [QueueSettings]) {
        check(media.chat.capacity, in: PlanLimits.chatCapacity, at: "media.chat.capacity")
        guard media.chat.capacity == 0, let waiting = queues.first(where: { $0.media.contains(.chat) }) else { return }
        report(.noCapacity, at: "media.chat.capacity", "nobody would be offered those who chat in \(waiting.name)")
    }

    private mutating func inspect(_ queue: QueueSettings, at path: String, names: PlanNames) {
        if let hours = queue.hours, !names.hours.contains(hours) {
            report(.unknownHours, at: path + ".hours", "there are no hours \(hours)")
        }
        if queue.media.isEmpty { report(.missingMedium, at: path + ".media", "name at least one of video and chat") }
        check(queue.serviceLevelSeconds, in: PlanLimits.serviceLevelSeconds, at: path + ".serviceLevelSeconds")
        check(queue.offerSeconds, in: PlanLimits.offerSeconds, at: path + ".offerSeconds")
        check(queue.maximumDepth, in: PlanLimits.depth, at: path + ".maximumDepth")
        check(queue.wrapUp.seconds, in: PlanLimits.wrapUpSeconds, at: path + ".wrapUp.seconds")
        check(queue.wrapUp.extensions, in: PlanLimits.wrapUpExtensions, at: path + ".wrapUp.extensions")
        check(queue.wrapUp.extensionSeconds, in: PlanLimits.wrapUpExtensionSeconds, at: path + ".wrapUp.extensionSeconds")
        check(queue.callback.attempts, in: PlanLimits.callbackAttempts, at: path + ".callback.attempts")
        check(queue.callback.graceSeconds, in: PlanLimits.callbackGraceSeconds, at: path + ".callback.graceSeconds")
        check(queue.callback.retrySeconds, in: PlanLimits.callbackRetrySeconds, at: path + ".callback.retrySeconds")
        check(queue.callback.atOnce, in: PlanLimits.callbacksAtOnce, at: path + ".callback.atOnce")
        check(queue.booking.perSlot, in: PlanLimits.bookingsPerSlot, at: path + ".booking.perSlot")
        check(queue.booking.noticeMinutes, in: PlanLimits.bookingNoticeMinutes, at: path + ".booking.noticeMinutes")
        check(queue.booking.daysAhead, in: PlanLimits.bookingDaysAhead, at: path + ".booking.daysAhead")
        check(count: queue.overflow.count, atMost: PlanLimits.overflowRules, at: path + ".overflow")
        for (index, rule) in queue.overflow.enumerated() {
            let rulePath = path + ".overflow[\(index)]"
            inspect(rule.when, at: rulePath + ".when", names: names)
            if case .move(let target) = rule.action { checkKnown(target, at: rulePath + ".to", names: names) }
        }
    }

    /// A ticket that went round in a circle would never be served: takes away queues that overflow into none of those that are left,
    /// until only circles, and what leads into them, remain.
    private mutating func reportOverflowCycles(in queues: [QueueSettings]) {
        var targets: [QueueName: Set<QueueName>] = [:]
        for queue in queues { targets[queue.name, default: []].formUnion(queue.overflowTargets) }
        var settled = true
        repeat {
            let open = targets.filter { !$0.value.isDisjoint(with: targets.keys) }
            settled = open.count == targets.count
            targets = open
        } while !settled
        for (index, queue) in queues.enumerated() {
            for (ruleIndex, rule) in queue.overflow.enumerated() {
                guard case .move(let target) = rule.action, leads(from: target, to: queue.name, in: targets) else { continue }
                report(.overflowCycle, at: "queues[\(index)].overflow[\(ruleIndex)].to", "\(target) leads back to \(queue.name)")
            }
        }
    }

    private func leads(from start: QueueName, to end: QueueName, in targets: [QueueName: Set<QueueName>]) -> Bool {
        var seen: Set<QueueName> = [start]
        var open = [start]
        while let queue = open.popLast() {
            if queue == end { return true }
            for next in targets[queue] ?? [] where seen.insert(next).inserted { open.append(next) }
        }
        return false
    }
}

extension QueueSettings {
    fileprivate var overflowTargets: [QueueName] {
        overflow.compactMap { rule in
            guard case .move(let queue) = rule.action else { return nil }
            return queue
        }
    }
}
