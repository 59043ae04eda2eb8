import Domain
import Testing

/// Agents and customers who come, go, click late, vanish, and a server that dies between any two events. After each event every invariant
/// holds. The seed of a failing schedule is in the test's arguments.
@Suite struct RandomScheduleTests {
    @Test(arguments: UInt64(1)...8) func invariantsHoldAfterEveryEvent(seed: UInt64) throws {
        var random = IdentifierSource(seed: seed)
        var time = Timeline(seed: seed)
        let people = (0..<12).map { "c\($0)" }
        let agents = (0..<4).map { "a\($0)" }
        var ages: [TicketID: Instant] = [:]
        for step in 0..<4_000 {
            let customer = time.customer(people[Int(random.next() % 12)])
            let name = agents[Int(random.next() % 4)]
            let agent = time.agent(name)
            switch random.next() % 20 {
            case 0, 1, 2: _ = try? time.visit(people[step % 12], queue: step % 3 == 0 ? "sales" : "advice")
            case 3: time.act { desk, now in desk.setCustomer(customer, attached: false, at: now) }
            case 4: time.act { desk, now in desk.setCustomer(customer, attached: true, at: now) }
            case 5: try? time.act { desk, now in try desk.leaveQueue(customer, at: now) }
            case 6, 7: try time.arrive(name, Activity.allCases[Int(random.next() % 3)])
            case 8: time.act { desk, now in desk.detachAgent(agent, at: now) }
            case 9, 10:
                guard time.desk.offer(to: agent) != nil else { break }
                let session = try time.accept(name)
                if random.next() % 4 != 0 { try time.connect(session) }
            case 11:
                if let offer = time.desk.offer(to: agent)?.offer {
                    try? time.act { desk, now in try desk.rejectOffer(offer.id, by: agent, at: now) }
                }
            case 12:
                if let session = time.desk.session(ofAgent: agent) {
                    let person = random.next() % 2 == 0 ? session.customer.person : session.agent.person
                    try? time.act { desk, now in try desk.hangUp(session.id, by: person, at: now) }
                }
            case 13:
                let report: Participant.Report = random.next() % 2 == 0 ? .connected : .disconnected
                try? time.act { desk, now in try desk.report(report, by: Identifier<Person>(customer), at: now) }
            case 14:
                let supervisor = time.agent("s\(random.next() % 2)")
                let modes: [SupervisionMode] = [.monitor, .whisper, .barge]
                guard let session = time.desk.sessions.keys.min(), let title = BoundedText<NameLimit>("supervisor") else { break }
                time.act { desk, now in desk.attachAgent(supervisor, name: title, at: now) }
                _ = try? time.act { desk, now in
                    try desk.supervise(session, as: supervisor, name: title, mode: modes[step % 3], at: now)
                }
            case 15:
                let supervisor = time.agent("s\(random.next() % 2)")
                guard let session = time.desk.session(ofAgent: supervisor)?.id else { break }
                _ = try? time.act { desk, now in
                    if step % 2 == 0 {
                        _ = try desk.takeOver(session, by: supervisor, at: now)
                    } else {
                        try desk.hangUp(session, by: Identifier<Person>(supervisor), at: now)
                    }
                }
            case 16:
                guard let session = time.desk.session(ofAgent: agent) else { break }
                let digest = "digest \(step)"
                _ = try? time.act { desk, now in
                    _ = try desk.createInvite(
                        digest: digest, name: nil, lifetime: nil, in: session.id, by: Identifier<Person>(agent), at: now)
                    let (guest, _) = try desk.admitGuest(digest: digest, name: nil, at: now)
                    if step % 3 == 0 { desk.setGuest(guest, attached: true, at: now) }
                }
            case 17:
                if let session = time.desk.session(ofAgent: agent) {
                    _ = try? time.act { desk, now in
                        try desk.setHold(session.hold == nil, in: session.id, by: Identifier<Person>(agent), at: now)
                    }
                }
            case 18:
                if let interaction = time.desk.wrapUp(of: agent)?.interaction.id {
                    try? time.act { desk, now in
                        try desk.finishWrapUp(of: interaction, by: agent, disposition: .other, resolved: nil, note: nil, at: now)
                    }
                }
            default:
                if random.next() % 8 == 0 { time.restart(after: .milliseconds(Int64(random.next() % 40_000))) }
            }
            time.wait(.milliseconds(Int64(random.next() % 4_000)))
            #expect(time.desk.audit() == [])
            for name in people {
                guard let standing = time.desk.ticket(of: time.customer(name)) else { continue }
                let known = ages[standing.ticket.id, default: standing.ticket.enqueuedAt]
                #expect(standing.ticket.enqueuedAt == known, "a ticket's age never changes")
                ages[standing.ticket.id] = known
            }
        }
        time.wait(.seconds(6 * 3_600))
        #expect(time.desk.ticketCount == 0 && time.desk.offerCount == 0, "everything ends")
    }
}
