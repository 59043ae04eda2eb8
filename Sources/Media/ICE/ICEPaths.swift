/// The paths that a peer has proved to be its own, and which of them is used. Bounded.
struct ICEPaths: Sendable {
    struct Entry: Sendable {
        let path: DatagramPath
        var generation: Int
        var priority: UInt32
        var lastCheck: MediaTime
        var lastNomination: MediaTime?
    }

    private(set) var entries: [Entry] = []
    private var selectedIndex: Int?

    /// The nominated one; before there is one, the latest validated.
    var selected: DatagramPath? { selectedIndex.map { entries[$0].path } }

    var lastCheck: MediaTime? { entries.lazy.map(\.lastCheck).max() }

    func contains(_ path: DatagramPath) -> Bool { entries.contains { $0.path == path } }

    /// A check that was authentic.
    /// - Returns: What it changed.
    mutating func note(_ check: Entry, policy: ICEPolicy) -> ICELite.Change {
        let before = selected
        let isNew: Bool
        let index: Int
        if let known = entries.firstIndex(where: { $0.path == check.path }) {
            index = known
            isNew = entries[index].generation != check.generation
            entries[index].generation = check.generation
            entries[index].priority = check.priority
            entries[index].lastCheck = check.lastCheck
            if isNew || check.lastNomination != nil { entries[index].lastNomination = check.lastNomination }
        } else {
            makeRoom(policy)
            entries.append(check)
            index = entries.count - 1
            isNew = true
        }
        if isBetter(entries[index], isNew: isNew, at: check.lastCheck, policy: policy) { selectedIndex = index }
        if let chosen = selectedIndex, entries[chosen].lastNomination != nil { forgetGenerations(before: entries[chosen].generation) }
        return selected != before ? .selected : isNew ? .validated : .none
    }

    /// Forgets the paths that were silent too long. Whether another one is used now.
    mutating func expire(at time: MediaTime, policy: ICEPolicy) -> Bool {
        let before = selected
        keep { time - $0.lastCheck < policy.consent }
        return selected != before
    }

    private func isBetter(_ candidate: Entry, isNew: Bool, at time: MediaTime, policy: ICEPolicy) -> Bool {
        guard let selectedIndex else { return true }
        let current = entries[selectedIndex]
        guard current.path != candidate.path else { return false }
        guard current.lastNomination != nil else { return candidate.lastNomination != nil || isNew }
        // What was chosen stays until its successor is nominated, also over a restart.
        guard candidate.lastNomination == time, let held = current.lastNomination else { return false }
        return candidate.generation > current.generation || candidate.priority >= current.priority || time - held >= policy.nominationHold
    }

    /// The one that was silent longest goes, never the one in use.
    private mutating func makeRoom(_ policy: ICEPolicy) {
        while entries.count >= policy.maxPaths {
            let idle = entries.indices.filter { $0 != selectedIndex || entries.count == 1 }
            guard let oldest = idle.min(by: { entries[$0].lastCheck < entries[$1].lastCheck }) else { return }
            let gone = entries[oldest].path
            keep { $0.path != gone }
        }
    }

    private mutating func forgetGenerations(before generation: Int) {
        guard entries.contains(where: { $0.generation < generation }) else { return }
        keep { $0.generation >= generation }
    }

    private mutating func keep(_ isKept: (Entry) -> Bool) {
        let before = selected
        entries.removeAll { !isKept($0) }
        selectedIndex = entries.firstIndex { $0.path == before } ?? best
    }

    /// Nominated before not nominated, then the latest heard of.
    private var best: Int? {
        entries.indices.max { left, right in
            let (left, right) = (entries[left], entries[right])
            if (left.lastNomination == nil) != (right.lastNomination == nil) { return left.lastNomination == nil }
            return left.lastCheck < right.lastCheck
        }
    }
}
