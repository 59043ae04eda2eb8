import Domain
import Signaling
import Testing

/// Clients that connect, lose their socket with part of what was under way, come back with right, old and invented secrets, ask and
/// acknowledge, while the hub pushes and answers. The seed of a failing schedule is in the test's arguments.
@Suite struct RandomScheduleTests {
    @Test(arguments: UInt64(1)...8) func everyPushIsSeenOnceAndInOrderAndNothingIsDoneTwice(seed: UInt64) throws {
        var schedule = Schedule(seed: seed)
        for _ in 0..<3_000 { try schedule.step() }
        try schedule.settle()
        #expect(schedule.resumes > 100, "the schedule tries it all")
        #expect(schedule.snapshots > 10)
        #expect(schedule.refusals > 100)
        #expect(schedule.expiries > 3)
    }
}

/// The clients' and the hub's side of a random schedule, with what is true of each session.
private struct Schedule {
    /// One browser tab over all its sockets.
    private struct Tab {
        var client: Client
        var isConnected = true
        /// When the socket was lost, by the client's or the hub's doing.
        var lostAt: Instant
        var formerSecrets: [String] = []
        /// What the hub pushed to this session, and what the client saw of it; a snapshot stands for all before it.
        var pushed: [Int] = []
        var seen: [Int] = []
        /// Requests without an answer, in the order they were asked.
        var pending: [Int64] = []
        var executed: [Int64: Int] = [:]
        /// Done by the hub, not answered yet.
        var working: [Int64] = []
    }

    private var random: IdentifierSource
    private let time: Timeline
    private let principals: [Principal]
    private var tabs: [Tab?]
    private var secrets: Set<String> = []
    private var lastNumber = 0
    private(set) var (resumes, snapshots, refusals, expiries) = (0, 0, 0, 0)

    init(seed: UInt64) {
        random = IdentifierSource(seed: seed)
        var policy = SignalingPolicy()
        policy.sessionsPerPrincipal = 1_000
        time = Timeline(seed: seed, policy: policy)
        principals = [time.customer(), time.account(), time.account()]
        tabs = Array(repeating: nil, count: 6)
    }

    private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    mutating func step() throws {
        let index = below(tabs.count)
        if var tab = tabs[index] {
            try act(&tab)
            tabs[index] = tab
        } else {
            tabs[index] = try fresh(index)
        }
        time.wait(below(200) == 0 ? .seconds(25 + below(50)) : .milliseconds(below(500)))
    }

    private mutating func fresh(_ index: Int) throws -> Tab {
        let client = try time.connect(principals[index % principals.count])
        expectNew(client.secret)
        return Tab(client: client, lostAt: time.now)
    }

    private mutating func act(_ tab: inout Tab) throws {
        switch below(20) {
        case 0...5: push(1 + below(4), to: &tab)
        case 6: push(below(3) == 0 ? 600 : 60, to: &tab)
        case 7: pushLarge(to: &tab)
        case 8, 9, 10: ask(&tab)
        case 11, 12: answer(&tab)
        case 13: read(&tab, limit: .max)
        case 14: lose(&tab)
        case 15: try guess(&tab)
        case 16: try stale(&tab)
        default: try comeBack(&tab)
        }
    }

    // MARK: The hub

    private mutating func push(_ count: Int, to tab: inout Tab) {
        for _ in 0..<count {
            lastNumber += 1
            tab.pushed.append(lastNumber)
            time.push(lastNumber, to: tab.client)
        }
    }

    private mutating func pushLarge(to tab: inout Tab) {
        for _ in 0...below(6) {
            lastNumber += 1
            tab.pushed.append(lastNumber)
            time.push(Payload(repeating: UInt8(ascii: "0"), count: 60_000) + Array("\(lastNumber)".utf8), to: tab.client)
        }
    }

    private mutating func answer(_ tab: inout Tab) {
        guard !tab.working.isEmpty else { return }
        let id = tab.working.remove(at: below(tab.working.count))
        time.answer(tab.client, id: id, .ok(Array("\(id)".utf8)))
    }

    // MARK: The client

    private mutating func ask(_ tab: inout Tab) {
        read(&tab, limit: .max)
        guard tab.isConnected, tab.pending.count < 20 else { return }
        let id = tab.client.nextID()
        tab.pending.append(id)
        send(id, &tab)
    }

    private func send(_ id: Int64, _ tab: inout Tab) {
        guard time.ask(tab.client, .chatSend, id: id).isRequest else { return }
        tab.executed[id, default: 0] += 1
        #expect(tab.executed[id] == 1, "a request is done once")
        tab.working.append(id)
    }

    /// Takes in what arrived; all of it when the socket is whole.
    private func read(_ tab: inout Tab, limit: Int) {
        guard tab.isConnected else { return }
        for message in time.read(tab.client, limit: limit) {
            switch message {
            case .push(let push): tab.seen.append(Int(String(decoding: push.payload, as: UTF8.self)) ?? -1)
            case .reply(let id, let reply) where id != 1:
                guard tab.pending.contains(id) else { continue }
                #expect(reply == .ok(Array("\(id)".utf8)))
                tab.pending.removeAll { $0 == id }
            case .bye:
                tab.isConnected = false
                tab.lostAt = time.closings[tab.client.link] ?? time.now
                time.drop(tab.client)
            case .reply, .droppable: break
            }
        }
        if limit == .max { #expect(tab.pushed.starts(with: tab.seen), "nothing else, and nothing left out") }
        if limit == .max, tab.isConnected { #expect(tab.seen.count == tab.pushed.count) }
    }

    private mutating func lose(_ tab: inout Tab) {
        guard tab.isConnected else { return }
        read(&tab, limit: below(8))
        guard tab.isConnected else { return }
        tab.isConnected = false
        tab.lostAt = time.closings[tab.client.link] ?? time.now
        time.drop(tab.client)
    }

    private mutating func guess(_ tab: inout Tab) throws {
        let invented = "\(time.name(SignalingSessionID.self))\(time.name(SignalingSessionID.self))"
        for wrong in [invented] + tab.formerSecrets.suffix(3) {
            #expect(try time.resume(tab.client, secret: wrong) == nil)
            refusals += 1
        }
    }

    /// A page that was restored from an old state knows another session's name or claims what it has not seen.
    private mutating func stale(_ tab: inout Tab) throws {
        guard let other = tabs[below(tabs.count)], other.client.id != tab.client.id else { return }
        #expect(try time.resume(tab.client, sid: other.client.id) == nil)
        refusals += 1
    }

    /// Comes back, be it over a socket that is lost or one that still seems to work.
    private mutating func comeBack(_ tab: inout Tab) throws {
        let older = tab.client.link
        if below(2) == 0 { read(&tab, limit: below(8)) }
        let wasClosing = time.closings[older]
        let lostAt = tab.isConnected ? wasClosing ?? time.now : tab.lostAt
        let secret = tab.client.secret
        guard let welcome = try time.resume(tab.client) else {
            #expect(time.now - lostAt >= .seconds(30), "gone before its time")
            expiries += 1
            if tab.isConnected { time.close(older) }
            try startAnew(&tab)
            return
        }
        #expect(time.now - lostAt < .seconds(30), "there after its time")
        expectNew(tab.client.secret)
        tab.formerSecrets.append(secret)
        if tab.isConnected {
            #expect(time.say(.chatSend, id: .max, on: older).isSettled, "the older socket is fenced")
            time.close(older)
        }
        tab.isConnected = true
        if welcome.resumed {
            resumes += 1
        } else {
            snapshots += 1
            #expect(welcome.session.sequence == UInt64(tab.pushed.count))
            tab.seen = tab.pushed
        }
        read(&tab, limit: .max)
        #expect(tab.seen == tab.pushed, "each push once and in order")
        for id in tab.pending { send(id, &tab) }
        read(&tab, limit: .max)
    }

    private mutating func startAnew(_ tab: inout Tab) throws {
        let index = principals.firstIndex(of: tab.client.session.principal) ?? 0
        tab = try fresh(index)
    }

    private mutating func expectNew(_ secret: String) {
        #expect(secrets.insert(secret).inserted, "a secret is given once")
    }

    /// Everybody comes back, and the hub answers what it still owes.
    mutating func settle() throws {
        for index in tabs.indices {
            guard var tab = tabs[index] else { continue }
            while !tab.working.isEmpty { answer(&tab) }
            try comeBack(&tab)
            #expect(tab.pending.isEmpty, "every request is answered")
            tabs[index] = tab
        }
    }
}
