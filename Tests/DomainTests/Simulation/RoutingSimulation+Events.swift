import Domain

extension RoutingSimulation {
    private func contact(_ number: Int) -> ContactAddress {
        // Two share an address now and then.
        guard let contact = ContactAddress("c\(number % (customers.count - 2))@example.com") else { preconditionFailure("no address") }
        return contact
    }

    mutating func play(_ event: SimulatedEvent) throws {
        switch event {
        case .visit, .customerGone, .customerBack, .leave, .callback, .book, .answerCallback, .report: try playCustomer(event)
        case .agentGone, .agentBack, .activity, .forced, .profile: try playAgent(event)
        case .accept, .acceptAll, .lateAccept, .reject: try playOffer(event)
        case .finish, .skip, .extend, .promise: try playWrapUp(event)
        case .connect, .hangUp, .hold, .supervise, .takeOver, .guest, .transferToQueue, .transferToAgent: try playSession(event)
        case .consultAgent, .consultQueue, .complete, .consultReturn, .colleagueLeaves: try playConsult(event)
        case .move, .priority, .adopt, .announce: try playControl(event)
        case .restart, .jump, .standstill, .wait: try playTime(event)
        }
    }

    private mutating func playCustomer(_ event: SimulatedEvent) throws {
        switch event {
        case .visit(let number, let queue, let segment, let cart, let lastAgent):
            var caller = Caller(
                customer: Customer(id: customers[number], name: BoundedText("c\(number)")), useCase: SimulatedPlans.queues[queue],
                language: .english)
            caller.cart = cart.flatMap { Money(amount: $0, currency: "EUR") }
            var context = VisitContext()
            if segment { context.segments = ["vip"] }
            context.lastAgent = lastAgent.map { agents[$0] }
            if random.next() % 3 == 0 { context.medium = .chat }
            let slots = desk.slots(for: caller, context: context, at: now)
            let callback: CallbackRequest? =
                switch random.next() % 16 {
                case 0, 1: CallbackRequest(contact: contact(number))
                case 2 where !slots.isEmpty: CallbackRequest(contact: contact(number), from: slots[min(number, slots.count - 1)].from)
                default: nil
                }
            _ = try desk.startVisit(caller, context: context, callback: callback, at: now)
        case .customerGone(let number): desk.setCustomer(customers[number], attached: false, at: now)
        case .customerBack(let number): desk.setCustomer(customers[number], attached: true, at: now)
        case .callback(let number):
            _ = try desk.requestCallback(of: customers[number], CallbackRequest(contact: contact(number)), at: now)
        case .book(let number, let choice):
            guard let ticket = desk.ticket(of: customers[number])?.ticket else { return }
            let slots = desk.slots(for: ticket.caller, at: now)
            guard !slots.isEmpty else { return }
            let request = CallbackRequest(contact: contact(number), from: slots[min(choice, slots.count - 1)].from)
            _ = try desk.requestCallback(of: customers[number], request, at: now)
        case .answerCallback(let number):
            desk.setCustomer(customers[number], attached: true, at: now)
            _ = try desk.answerCallback(of: customers[number], at: now)
        case .leave(let number): try desk.leaveQueue(customers[number], at: now)
        case .report(let number, let isConnected):
            try desk.report(isConnected ? .connected : .disconnected, by: Identifier<Person>(customers[number]), at: now)
        default: break
        }
    }

    private mutating func playAgent(_ event: SimulatedEvent) throws {
        switch event {
        case .agentGone(let number): desk.detachAgent(agents[number], at: now)
        case .agentBack(let number):
            guard let name = BoundedText<NameLimit>("a\(number)") else { return }
            desk.attachAgent(agents[number], name: name, at: now)
            _ = try desk.setActivity(.available, of: agents[number], at: now)
        case .activity(let number, let text):
            guard let name = ActivityName(text) else { return }
            _ = try desk.setActivity(Activity(name, in: desk.plan), of: agents[number], at: now)
        case .forced(let number, let text):
            guard let name = ActivityName(text) else { return }
            _ = try desk.forceActivity(name, of: agents[number], by: supervisors[0], at: now)
        case .profile(let number): desk.setProfile(SimulatedPlans.profile(using: &random), of: agents[number], at: now)
        default: break
        }
    }

    private mutating func playOffer(_ event: SimulatedEvent) throws {
        switch event {
        case .accept(let number):
            guard let offer = agent(from: number, { desk.offer(to: $0)?.offer }) else { return }
            _ = try desk.acceptOffer(offer.id, by: offer.agent, at: now)
        case .acceptAll(let number):
            // Everybody who looks at this ticket accepts in the same instant: one has the customer, the others hear why not.
            guard let (offer, ticket) = agent(from: number, { desk.offer(to: $0) }) else { return }
            let rivals = ticket.offers.filter { $0 != offer.id }.compactMap { id in
                agents.first { desk.offer(to: $0)?.offer.id == id }.map { (id, $0) }
            }
            _ = try desk.acceptOffer(offer.id, by: offer.agent, at: now)
            for (id, rival) in rivals {
                do {
                    _ = try desk.acceptOffer(id, by: rival, at: now)
                    throw failure("two agents have the same customer")
                } catch DeskError.offerTaken {
                    summary.taken += 1
                }
            }
        case .lateAccept(let number):
            guard let ended = ledger.lastEnded, ended.agent == agents[number] else { return }
            _ = try desk.acceptOffer(ended.id, by: ended.agent, at: now)
        case .reject(let number):
            guard let offer = agent(from: number, { desk.offer(to: $0)?.offer }) else { return }
            try desk.rejectOffer(offer.id, by: offer.agent, at: now)
        default: break
        }
    }

    private mutating func playWrapUp(_ event: SimulatedEvent) throws {
        switch event {
        case .finish(let number):
            guard let (agent, id) = wrapUp(from: number) else { return }
            try desk.finishWrapUp(of: id, by: agent, disposition: .other, resolved: nil, note: nil, at: now)
        case .skip(let number):
            guard let (agent, id) = wrapUp(from: number) else { return }
            try desk.skipWrapUp(of: id, by: agent, at: now)
        case .extend(let number):
            guard let (agent, id) = wrapUp(from: number) else { return }
            _ = try desk.extendWrapUp(of: id, by: agent, at: now)
        case .promise(let number, let choice):
            guard let (agent, id) = wrapUp(from: number), let customer = desk.wrapUp(of: agent, after: id)?.interaction.caller.customer.id,
                let who = customers.firstIndex(of: customer)
            else { return }
            let slots = try desk.slots(after: id, by: agent, at: now)
            guard !slots.isEmpty else { return }
            let request = CallbackRequest(contact: contact(who), from: slots[min(choice, slots.count - 1)].from)
            _ = try desk.promiseCallback(request, after: id, by: agent, attached: choice.isMultiple(of: 2), at: now)
        default: break
        }
    }

    /// The first agent from that number on of whom it says something.
    private func agent<Found>(from number: Int, _ find: (AgentID) -> Found?) -> Found? {
        (agents[number...] + agents[..<number]).lazy.compactMap(find).first
    }

    private func wrapUp(from number: Int) -> (AgentID, InteractionID)? {
        agent(from: number) { id in oneOf(desk.wrapUps(of: id)).map { (id, $0.interaction.id) } }
    }

    /// Whoever has several is dealing with now one, now another.
    private func oneOf<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[summary.events % elements.count]
    }

    private func session(from number: Int) -> Session? { agent(from: number) { oneOf(desk.sessions(ofAgent: $0)) } }

    private mutating func write(in session: Session) throws {
        guard let text = BoundedText<MessageLimit>("Hello"), let key = BoundedText<NameLimit>("\(summary.events)") else { return }
        for person in [session.customer.person, session.agent.person] {
            _ = try desk.sendChat(text, key: key, in: session.id, by: person, at: now)
        }
        summary.messages += 2
    }

    private mutating func playSession(_ event: SimulatedEvent) throws {
        switch event {
        case .connect(let number):
            guard let session = session(from: number) else { return }
            if session.medium == .chat { return try write(in: session) }
            for person in [session.customer.person, session.agent.person] {
                _ = try desk.joinSession(session.id, as: person, epoch: nil, at: now)
                try desk.report(.connected, by: person, at: now)
            }
        case .hangUp(let number, let byCustomer):
            guard let session = session(from: number) else { return }
            try desk.hangUp(session.id, by: byCustomer ? session.customer.person : session.agent.person, at: now)
        case .hold(let number):
            guard let session = session(from: number) else { return }
            _ = try desk.setHold(session.hold == nil, in: session.id, by: session.agent.person, at: now)
        case .supervise(let number, let mode):
            guard let session = desk.sessions.keys.min(), let name = BoundedText<NameLimit>("s\(number)") else { return }
            desk.attachAgent(supervisors[number], name: name, at: now)
            _ = try desk.supervise(session, as: supervisors[number], name: name, mode: mode, at: now)
        case .takeOver(let number):
            guard let session = desk.call(of: Identifier<Person>(supervisors[number])) else { return }
            let taken = try desk.takeOver(session.id, by: supervisors[number], at: now)
            // Whoever is connected in time has the call; sometimes the customer says that they receive them before.
            if random.next() % 4 != 0 { try desk.report(.connected, by: Identifier<Person>(supervisors[number]), at: now) }
            guard let newcomer = desk.sessions[session.id]?.newcomer, random.next() % 2 == 0 else { return }
            try desk.received(newcomer.id, epoch: newcomer.epoch, by: taken.customer.person, in: session.id, at: now)
        case .guest(let number):
            guard let session = session(from: number) else { return }
            let digest = "digest \(summary.events)"
            _ = try desk.createInvite(digest: digest, name: nil, lifetime: nil, in: session.id, by: session.agent.person, at: now)
            let (guest, _) = try desk.admitGuest(digest: digest, name: nil, at: now)
            if random.next() % 3 == 0 { desk.setGuest(guest, attached: true, at: now) }
        case .transferToQueue(let number, let queue):
            guard let session = session(from: number) else { return }
            _ = try desk.transfer(session.id, to: .queue(SimulatedPlans.queues[queue]), by: session.agent.person, at: now)
            summary.transfers += 1
        case .transferToAgent(let number, let other):
            guard let session = session(from: number) else { return }
            _ = try desk.transfer(session.id, to: .agent(agents[other]), by: session.agent.person, at: now)
            summary.transfers += 1
        default: break
        }
    }

    private mutating func playConsult(_ event: SimulatedEvent) throws {
        let busy: Int =
            switch event {
            case .consultAgent(let number, _), .consultQueue(let number, _), .complete(let number), .consultReturn(let number),
                .colleagueLeaves(let number):
                number
            default: 0
            }
        let held = session(from: busy)
        let consulting = agent(from: busy) { id in desk.sessions(ofAgent: id).first { $0.consult?.state == .joined } } ?? held
        switch event {
        case .consultAgent(_, let other):
            guard let held else { return }
            let colleague = agent(from: other) { desk.agent($0)?.canTake(.video) == true ? $0 : nil } ?? agents[other]
            _ = try desk.startConsult(.agent(colleague), in: held.id, by: held.agent.person, at: now)
        case .consultQueue(_, let queue):
            guard let held else { return }
            _ = try desk.startConsult(.queue(SimulatedPlans.queues[queue]), in: held.id, by: held.agent.person, at: now)
        case .complete:
            guard let consulting else { return }
            _ = try desk.completeConsult(in: consulting.id, by: consulting.agent.person, at: now)
        case .consultReturn:
            guard let consulting else { return }
            _ = try desk.returnFromConsult(in: consulting.id, by: consulting.agent.person, at: now)
        case .colleagueLeaves:
            guard let consulting, let colleague = consulting.consulted else { return }
            try desk.hangUp(consulting.id, by: colleague.person, at: now)
        default: break
        }
    }

    private mutating func playControl(_ event: SimulatedEvent) throws {
        switch event {
        case .move(let number, let queue):
            guard let ticket = desk.ticket(of: customers[number])?.ticket else { return }
            _ = try desk.moveTicket(ticket.id, to: SimulatedPlans.queues[queue], by: supervisors[0], at: now)
        case .priority(let number, let points):
            guard let ticket = desk.ticket(of: customers[number])?.ticket else { return }
            _ = try desk.setPriority(points, of: ticket.id, by: supervisors[0], at: now)
        case .adopt(let version):
            self.version = version
            summary.plans += 1
            desk.adopt(try SimulatedPlans.plan(version: version, using: &random), at: now)
        case .announce(let queue):
            for standing in desk.takeMovedStandings(in: SimulatedPlans.queues[queue]) {
                if let finding = ledger.tell(standing, counting: &summary) { throw failure(finding) }
            }
        default: break
        }
    }

    private mutating func playTime(_ event: SimulatedEvent) throws {
        switch event {
        case .restart(let outage):
            // What was not yet stored never happened; everything is taken before.
            now = now + .milliseconds(outage)
            summary.restarts += 1
            ledger.restarted()
            desk = ServiceDesk(
                restoring: stored.snapshot, routing: desk.routingPolicy, sessions: desk.sessionPolicy, plan: desk.plan,
                identifiers: IdentifierSource(seed: random.next()), at: now)
        case .jump(let time):
            now = now + .milliseconds(time)
            desk.advance(to: now)
        case .standstill(let time):
            now = now + .milliseconds(time)
            desk.forgive(until: now + .seconds(20))
            ledger.forgive(until: now + .seconds(20))
        case .wait(let time): try pass(.milliseconds(time))
        default: break
        }
    }
}
