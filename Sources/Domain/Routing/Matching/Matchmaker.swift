/// Who waits for whom: the waiting tickets by demand, the free agents by skills and the media that they have room for, and which of these
/// satisfies which demand.
///
/// Both are few and change rarely, so what satisfies what is kept beside both. A change of one ticket or one agent
/// touches one sorted set; finding a match looks at the heads of those that fit. Tickets for one agent alone are many and short-lived:
/// they are found by the agent.
struct Matchmaker: Sendable {
    private struct Waiting: Sendable {
        let demand: Demand
        /// Whether the slot is in use. (Not optional elements: to ask one of them something would copy all of it.)
        var isOpen = true
        var tickets = RankedSet<Rank>()
        /// Pools that satisfy the demand.
        var pools: [Int] = []
        /// Pools of agents who would satisfy it, were it not for the chats that they have.
        var chatting: [Int] = []
        /// Free agents in `pools`: on a busy day most demands have none, and nobody is looked for.
        var idle = 0
    }

    /// What agents of a pool have in common.
    private struct Offering: Hashable, Sendable {
        var profile = AgentProfile()
        var media: MediumSet = []

        func satisfies(_ demand: Demand) -> Bool { media.contains(demand.medium) && profile.shortfall(for: demand) == nil }

        /// Whether it is a call that only their chats keep them from.
        func wouldSatisfy(_ demand: Demand) -> Bool {
            media == .chat && demand.medium == .video && profile.shortfall(for: demand) == nil
        }
    }

    private struct Pool: Sendable {
        let offering: Offering
        var isOpen = true
        var members = 0
        var idle = RankedSet<IdleRank>()
        /// Demands that they satisfy; those for one agent alone are not among them.
        var demands: [Int] = []
        /// Calls that they would satisfy, were it not for their chats.
        var calls: [Int] = []
    }

    private struct Member: Sendable {
        var pool: Int
        /// `nil`: not free.
        var idle: IdleRank?
    }

    /// So many empty pools stay for those who come back to them: with each chat that begins or ends an agent goes from one to another.
    private static let sparePools = 64
    /// So many of the longest idle are looked at before the pools are; among many free agents the first few nearly always do.
    private static let glance = 32

    /// Calls go to who has nothing else. So chats are gathered with those who have some, and who has chats is offered no more of them while
    /// a call that came before waits for somebody like them: else it might wait for ever.
    var callsAreExclusive = true
    private var waiting: [Waiting] = []
    private var slotOfDemand: [Demand: Int] = [:]
    private var freeSlots: [Int] = []
    private var personal: [AgentID: [Int]] = [:]
    private var pools: [Pool] = []
    private var poolOfOffering: [Offering: Int] = [:]
    private var freePools: [Int] = []
    private var members: [AgentID: Member] = [:]
    /// All free agents.
    private(set) var idle = RankedSet<IdleRank>()
    private(set) var ticketCount = 0

    func demand(of slot: Int) -> Demand? { isOpen(slot) ? waiting[slot].demand : nil }

    func isWaiting(_ rank: Rank, in slot: Int) -> Bool { isOpen(slot) && waiting[slot].tickets.contains(rank) }

    private func isOpen(_ slot: Int) -> Bool { waiting.indices.contains(slot) && waiting[slot].isOpen }

    /// `nil`: not free.
    func place(of agent: AgentID) -> IdleRank? { members[agent]?.idle }

    // MARK: Tickets

    /// The slot to take it out of again.
    mutating func insert(_ rank: Rank, for demand: Demand) -> Int {
        let slot = slotOfDemand[demand] ?? open(demand)
        if waiting[slot].tickets.insert(rank) { ticketCount += 1 }
        return slot
    }

    /// - Returns: Free agents who may be offered chats that came later than this, now that it no longer waits; mostly none.
    mutating func remove(_ rank: Rank, from slot: Int) -> [AgentID] {
        guard waiting[slot].tickets.remove(rank) else { return [] }
        ticketCount -= 1
        if waiting[slot].tickets.isEmpty, waiting[slot].demand.agent != nil { close(slot) }
        guard callsAreExclusive, !waiting[slot].chatting.isEmpty else { return [] }
        return waiting[slot].chatting.flatMap { pools[$0].idle.elements.map(\.id) }
    }

    /// Forgets demands that nothing waits for.
    mutating func compact() {
        for slot in waiting.indices where waiting[slot].isOpen && waiting[slot].tickets.isEmpty { close(slot) }
    }

    private mutating func open(_ demand: Demand) -> Int {
        var opened = Waiting(demand: demand)
        let slot = freeSlots.popLast() ?? waiting.count
        if let agent = demand.agent {
            personal[agent, default: []].append(slot)
        } else {
            for index in pools.indices where pools[index].isOpen {
                if pools[index].offering.satisfies(demand) {
                    opened.pools.append(index)
                    opened.idle += pools[index].idle.count
                    pools[index].demands.append(slot)
                } else if pools[index].offering.wouldSatisfy(demand) {
                    opened.chatting.append(index)
                    pools[index].calls.append(slot)
                }
            }
        }
        slotOfDemand[demand] = slot
        if slot == waiting.count { waiting.append(opened) } else { waiting[slot] = opened }
        return slot
    }

    private mutating func close(_ slot: Int) {
        let closed = waiting[slot]
        slotOfDemand[closed.demand] = nil
        if let agent = closed.demand.agent {
            personal[agent]?.removeAll { $0 == slot }
            if personal[agent]?.isEmpty == true { personal[agent] = nil }
        }
        for index in closed.pools { pools[index].demands.removeAll { $0 == slot } }
        for index in closed.chatting { pools[index].calls.removeAll { $0 == slot } }
        waiting[slot] = Waiting(demand: Demand(), isOpen: false)
        freeSlots.append(slot)
    }

    // MARK: Agents

    /// Where the agent belongs; `nil`: not free.
    func rank(of agent: Agent) -> IdleRank? { agent.canTakeOffer ? IdleRank(agent, fillsUp: callsAreExclusive) : nil }

    /// Keeps where the agent stands, among the free ones if they have room for anything.
    mutating func place(_ agent: Agent) {
        let rank = rank(of: agent)
        if let member = members[agent.id], pools[member.pool].offering.profile == agent.profile,
            rank == nil || pools[member.pool].offering.media == agent.openTo
        {
            // Who is not free stays where they will be again.
            setIdle(agent.id, member, rank)
        } else {
            remove(agent.id)
            let offering = Offering(profile: agent.profile, media: agent.openTo)
            let pool = poolOfOffering[offering] ?? open(offering)
            pools[pool].members += 1
            let member = Member(pool: pool)
            members[agent.id] = member
            setIdle(agent.id, member, rank)
        }
    }

    mutating func remove(_ agent: AgentID) {
        guard let member = members[agent] else { return }
        setIdle(agent, member, nil)
        members[agent] = nil
        pools[member.pool].members -= 1
        if pools[member.pool].members == 0, poolOfOffering.count > 2 * members.count + Self.sparePools { close(pool: member.pool) }
    }

    private mutating func setIdle(_ agent: AgentID, _ member: Member, _ rank: IdleRank?) {
        guard member.idle != rank else { return }
        if let before = member.idle {
            pools[member.pool].idle.remove(before)
            idle.remove(before)
        }
        if let rank {
            pools[member.pool].idle.insert(rank)
            idle.insert(rank)
        }
        members[agent] = Member(pool: member.pool, idle: rank)
        let change = (rank == nil ? 0 : 1) - (member.idle == nil ? 0 : 1)
        if change != 0 { count(change, in: member.pool) }
    }

    private mutating func count(_ change: Int, in pool: Int) {
        for slot in pools[pool].demands { waiting[slot].idle += change }
    }

    private mutating func open(_ offering: Offering) -> Int {
        var opened = Pool(offering: offering)
        let index = freePools.popLast() ?? pools.count
        for slot in waiting.indices where waiting[slot].isOpen && waiting[slot].demand.agent == nil {
            if offering.satisfies(waiting[slot].demand) {
                opened.demands.append(slot)
                waiting[slot].pools.append(index)
            } else if offering.wouldSatisfy(waiting[slot].demand) {
                opened.calls.append(slot)
                waiting[slot].chatting.append(index)
            }
        }
        poolOfOffering[offering] = index
        if index == pools.count { pools.append(opened) } else { pools[index] = opened }
        return index
    }

    private mutating func close(pool index: Int) {
        poolOfOffering[pools[index].offering] = nil
        for slot in pools[index].demands { waiting[slot].pools.removeAll { $0 == index } }
        for slot in pools[index].calls { waiting[slot].chatting.removeAll { $0 == index } }
        pools[index] = Pool(offering: Offering(), isOpen: false)
        freePools.append(index)
    }

    // MARK: Matches

    /// The first ticket, of all queues, that this agent can take. `isOpen`: whether the ticket may go to this agent.
    func bestTicket(for agent: AgentID, isOpen: (TicketID) -> Bool) -> Rank? {
        guard let member = members[agent] else { return nil }
        var best: Rank?
        for slot in pools[member.pool].demands { improve(&best, from: slot, isOpen) }
        if let found = best, isHeldBack(member.pool, from: found) { best = nil }
        for slot in personal[agent] ?? [] where pools[member.pool].offering.satisfies(waiting[slot].demand) {
            improve(&best, from: slot, isOpen)
        }
        return best
    }

    /// Whether a call waits that came before, and that only their chats keep them from.
    private func isHeldBack(_ pool: Int, from rank: Rank) -> Bool {
        guard callsAreExclusive else { return false }
        return pools[pool].calls.contains { slot in waiting[slot].tickets.first.map { $0 < rank } ?? false }
    }

    private func improve(_ best: inout Rank?, from slot: Int, _ isOpen: (TicketID) -> Bool) {
        guard let first = waiting[slot].tickets.first else { return }
        if let best, best < first { return }
        if isOpen(first.id) {
            best = first
            return
        }
        var found = best
        waiting[slot].tickets.walk { rank in
            if let found, found < rank { return false }
            guard isOpen(rank.id) else { return true }
            found = rank
            return false
        }
        best = found
    }

    /// The first agents, at most `limit`, who can take this ticket, which waits in that slot. `among`: of these few alone; `nil`: of all.
    func bestAgents(for rank: Rank, in slot: Int, among few: [AgentID]? = nil, limit: Int, isOpen: (AgentID) -> Bool) -> [AgentID] {
        if let agent = waiting[slot].demand.agent {
            guard let member = members[agent], member.idle != nil, isOpen(agent),
                pools[member.pool].offering.satisfies(waiting[slot].demand)
            else { return [] }
            return [agent]
        }
        guard waiting[slot].idle > 0 else { return [] }
        let heldBack = waiting[slot].demand.medium == .chat ? waiting[slot].pools.filter { isHeldBack($0, from: rank) } : []
        var ranks: [IdleRank] = []
        for agent in few ?? [] {
            guard let member = members[agent], let rank = member.idle, pools[member.pool].demands.contains(slot),
                !heldBack.contains(member.pool), isOpen(agent)
            else { continue }
            if !ranks.contains(rank) { ranks.append(rank) }
        }
        if few == nil { ranks = longestIdle(for: slot, without: heldBack, limit: limit, isOpen: isOpen) }
        ranks.sort()
        return ranks.prefix(limit).map(\.id)
    }

    /// Those who come first, and maybe some more.
    private func longestIdle(for slot: Int, without heldBack: [Int], limit: Int, isOpen: (AgentID) -> Bool) -> [IdleRank] {
        var found: [IdleRank] = []
        var seen = 0
        // Looking into a pool costs a fraction of looking at an agent.
        let glance = max(Self.glance, waiting[slot].pools.count / 8)
        // Not `self`: a closure that reads it copies all of it.
        let (members, pools) = (members, pools)
        idle.walk { rank in
            seen += 1
            if let member = members[rank.id], pools[member.pool].demands.contains(slot), !heldBack.contains(member.pool), isOpen(rank.id) {
                found.append(rank)
            }
            return found.count < limit && seen < glance
        }
        if found.count == limit || seen == idle.count { return found }
        found = []
        for index in waiting[slot].pools where !pools[index].idle.isEmpty && !heldBack.contains(index) {
            var taken = 0
            pools[index].idle.walk { rank in
                guard isOpen(rank.id) else { return true }
                found.append(rank)
                taken += 1
                return taken < limit
            }
        }
        return found
    }
}
