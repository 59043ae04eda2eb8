/// Who waits for whom: the waiting tickets by demand, the free agents by profile, and which profile satisfies which demand.
///
/// Profiles and demands are few and change rarely, so what satisfies what is kept beside both. A change of one ticket or one agent
/// touches one sorted set; finding a match looks at the heads of those that fit. Tickets for one agent alone are many and short-lived:
/// they are found by the agent.
struct Matchmaker: Sendable {
    struct Waiting: Sendable {
        let demand: Demand
        var tickets = RankedSet<Rank>()
        /// Pools that satisfy the demand.
        var pools: [Int] = []
        /// Free agents in them: on a busy day most demands have none, and nobody is looked for.
        var idle = 0
    }

    struct Pool: Sendable {
        let profile: AgentProfile
        var members = 0
        var idle = RankedSet<IdleRank>()
        /// Demands that the profile satisfies; those for one agent alone are not among them.
        var demands: [Int] = []
    }

    private struct Member: Sendable {
        var pool: Int
        var idleSince: Instant?
    }

    /// So many of the longest idle are looked at before the pools are; among many free agents the first few nearly always do.
    private static let glance = 32

    private var waiting: [Waiting?] = []
    private var slotOfDemand: [Demand: Int] = [:]
    private var freeSlots: [Int] = []
    private var personal: [AgentID: [Int]] = [:]
    private var pools: [Pool?] = []
    private var poolOfProfile: [AgentProfile: Int] = [:]
    private var freePools: [Int] = []
    private var members: [AgentID: Member] = [:]
    /// All free agents.
    private(set) var idle = RankedSet<IdleRank>()
    private(set) var ticketCount = 0

    func demand(of slot: Int) -> Demand? { waiting[slot]?.demand }

    func isWaiting(_ rank: Rank, in slot: Int) -> Bool {
        slot < waiting.count && waiting[slot]?.tickets.contains(rank) == true
    }

    func idleSince(_ agent: AgentID) -> Instant? { members[agent]?.idleSince }

    // MARK: Tickets

    /// The slot to take it out of again.
    mutating func insert(_ rank: Rank, for demand: Demand) -> Int {
        let slot = slotOfDemand[demand] ?? open(demand)
        if waiting[slot]?.tickets.insert(rank) == true { ticketCount += 1 }
        return slot
    }

    mutating func remove(_ rank: Rank, from slot: Int) {
        guard waiting[slot]?.tickets.remove(rank) == true else { return }
        ticketCount -= 1
        if let demand = waiting[slot]?.demand, demand.agent != nil, waiting[slot]?.tickets.isEmpty == true { close(slot) }
    }

    /// Forgets demands that nothing waits for.
    mutating func compact() {
        for slot in waiting.indices where waiting[slot]?.tickets.isEmpty == true { close(slot) }
    }

    private mutating func open(_ demand: Demand) -> Int {
        let slot = freeSlots.popLast() ?? waiting.count
        if slot == waiting.count { waiting.append(nil) }
        var opened = Waiting(demand: demand)
        slotOfDemand[demand] = slot
        if let agent = demand.agent {
            personal[agent, default: []].append(slot)
        } else {
            for index in pools.indices where pools[index]?.profile.shortfall(for: demand) == nil && pools[index] != nil {
                opened.pools.append(index)
                opened.idle += pools[index]?.idle.count ?? 0
                pools[index]?.demands.append(slot)
            }
        }
        waiting[slot] = opened
        return slot
    }

    private mutating func close(_ slot: Int) {
        guard let closed = waiting[slot] else { return }
        slotOfDemand[closed.demand] = nil
        if let agent = closed.demand.agent {
            personal[agent]?.removeAll { $0 == slot }
            if personal[agent]?.isEmpty == true { personal[agent] = nil }
        }
        for index in closed.pools { pools[index]?.demands.removeAll { $0 == slot } }
        waiting[slot] = nil
        freeSlots.append(slot)
    }

    // MARK: Agents

    /// Keeps where the agent stands: `idleSince` while free, `nil` otherwise.
    mutating func place(_ agent: AgentID, profile: AgentProfile, idleSince: Instant?) {
        if let member = members[agent], pools[member.pool]?.profile == profile {
            guard member.idleSince != idleSince else { return }
            setIdle(agent, nil)
        } else {
            remove(agent)
            let pool = poolOfProfile[profile] ?? open(profile)
            pools[pool]?.members += 1
            members[agent] = Member(pool: pool)
        }
        setIdle(agent, idleSince)
    }

    mutating func remove(_ agent: AgentID) {
        setIdle(agent, nil)
        guard let member = members.removeValue(forKey: agent) else { return }
        pools[member.pool]?.members -= 1
        if pools[member.pool]?.members == 0 { close(pool: member.pool) }
    }

    private mutating func setIdle(_ agent: AgentID, _ since: Instant?) {
        guard let member = members[agent] else { return }
        if let before = member.idleSince {
            let rank = IdleRank(since: before, id: agent)
            pools[member.pool]?.idle.remove(rank)
            idle.remove(rank)
            count(-1, in: member.pool)
        }
        members[agent]?.idleSince = since
        if let since {
            let rank = IdleRank(since: since, id: agent)
            pools[member.pool]?.idle.insert(rank)
            idle.insert(rank)
            count(1, in: member.pool)
        }
    }

    private mutating func count(_ change: Int, in pool: Int) {
        for slot in pools[pool]?.demands ?? [] { waiting[slot]?.idle += change }
    }

    private mutating func open(_ profile: AgentProfile) -> Int {
        let index = freePools.popLast() ?? pools.count
        if index == pools.count { pools.append(nil) }
        var pool = Pool(profile: profile)
        for slot in waiting.indices {
            guard let demand = waiting[slot]?.demand, demand.agent == nil, profile.shortfall(for: demand) == nil else { continue }
            pool.demands.append(slot)
            waiting[slot]?.pools.append(index)
        }
        pools[index] = pool
        poolOfProfile[profile] = index
        return index
    }

    private mutating func close(pool index: Int) {
        guard let pool = pools[index] else { return }
        poolOfProfile[pool.profile] = nil
        for slot in pool.demands { waiting[slot]?.pools.removeAll { $0 == index } }
        pools[index] = nil
        freePools.append(index)
    }

    // MARK: Matches

    /// The first ticket, of all queues, that this agent can take. `isOpen`: whether the ticket may go to this agent.
    func bestTicket(for agent: AgentID, isOpen: (TicketID) -> Bool) -> Rank? {
        guard let member = members[agent] else { return nil }
        var best: Rank?
        for slot in pools[member.pool]?.demands ?? [] { improve(&best, from: slot, isOpen) }
        if let own = personal[agent], let profile = pools[member.pool]?.profile {
            for slot in own where waiting[slot].map({ profile.shortfall(for: $0.demand) == nil }) == true {
                improve(&best, from: slot, isOpen)
            }
        }
        return best
    }

    private func improve(_ best: inout Rank?, from slot: Int, _ isOpen: (TicketID) -> Bool) {
        guard let first = waiting[slot]?.tickets.first else { return }
        if let best, best < first { return }
        if isOpen(first.id) {
            best = first
            return
        }
        var found = best
        waiting[slot]?.tickets.walk { rank in
            if let found, found < rank { return false }
            guard isOpen(rank.id) else { return true }
            found = rank
            return false
        }
        best = found
    }

    /// The longest idle agents, at most `limit`, who can take what waits in that slot. `among`: of these few alone; `nil`: of all.
    func bestAgents(for slot: Int, among few: [AgentID]? = nil, limit: Int, isOpen: (AgentID) -> Bool) -> [AgentID] {
        guard !idle.isEmpty, let waiting = waiting[slot] else { return [] }
        if let agent = waiting.demand.agent {
            guard let member = members[agent], member.idleSince != nil, isOpen(agent),
                pools[member.pool]?.profile.shortfall(for: waiting.demand) == nil
            else { return [] }
            return [agent]
        }
        guard waiting.idle > 0 else { return [] }
        guard let few else { return bestOfAll(for: slot, waiting, limit: limit, isOpen: isOpen) }
        var ranks: [IdleRank] = []
        for agent in few {
            guard let member = members[agent], let since = member.idleSince, serves(member.pool, slot), isOpen(agent) else { continue }
            let rank = IdleRank(since: since, id: agent)
            if !ranks.contains(rank) { ranks.append(rank) }
        }
        ranks.sort()
        return ranks.prefix(limit).map(\.id)
    }

    /// Whether the pool's profile satisfies a demand that is not for one agent alone.
    private func serves(_ pool: Int, _ slot: Int) -> Bool { pools[pool]?.demands.contains(slot) == true }

    private func bestOfAll(for slot: Int, _ waiting: Waiting, limit: Int, isOpen: (AgentID) -> Bool) -> [AgentID] {
        var found: [AgentID] = []
        var seen = 0
        // Looking into a pool costs a fraction of looking at an agent.
        let glance = max(Self.glance, waiting.pools.count / 8)
        // Not `self`: a closure that reads it copies all of it.
        let (members, pools) = (members, pools)
        idle.walk { rank in
            seen += 1
            if let member = members[rank.id], pools[member.pool]?.demands.contains(slot) == true, isOpen(rank.id) {
                found.append(rank.id)
            }
            return found.count < limit && seen < glance
        }
        if found.count == limit || seen == idle.count { return found }
        var ranks: [IdleRank] = []
        for index in waiting.pools where pools[index]?.idle.isEmpty == false {
            var taken = 0
            pools[index]?.idle.walk { rank in
                guard isOpen(rank.id) else { return true }
                ranks.append(rank)
                taken += 1
                return taken < limit
            }
        }
        ranks.sort()
        return ranks.prefix(limit).map(\.id)
    }
}
