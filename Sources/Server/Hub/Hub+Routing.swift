import Domain
import Signaling
import Storage

/// What supervisors and managers change while work goes on.
extension Hub {
    /// The answer, the version of the plan that holds then, comes once the change is stored.
    func carryOut(_ order: RoutingOrder, answer: @escaping @Sendable (Result<Int, RoutingRefusal>) -> Void) {
        if let trouble = storageTrouble { return answer(.failure(.other(Self.refusal(trouble)))) }
        do throws(RoutingRefusal) {
            try carryOut(order)
            collect()
            let version = desk.plan.version
            speeches.append(.call { trouble in answer(trouble.map { .failure(.other($0)) } ?? .success(version)) })
        } catch {
            collect()
            answer(.failure(error))
        }
    }

    private func carryOut(_ order: RoutingOrder) throws(RoutingRefusal) {
        switch order.change {
        case .publish(let plan, let basedOn, let note): try publish(plan, basedOn: basedOn, note: note, by: order.account)
        case .profile(let agent, let profile): try setProfile(profile, of: agent, by: order.account)
        case .liftBlock(let customer): try liftBlock(of: customer, order)
        case .activity(let agent, let activity):
            try command { desk, now throws(DeskError) in
                guard let known = desk.agent(agent), order.account.oversees(known.profile) else { throw .notFound }
                _ = try desk.forceActivity(activity, of: agent, by: order.account.id, at: now)
            }
            note("agent.activity", .account(agent), order, ["activity": activity.description])
        case .move(let ticket, let queue):
            try command { desk, now throws(DeskError) in
                try order.account.look(for: ticket, in: desk)
                _ = try desk.moveTicket(ticket, to: queue, by: order.account.id, at: now)
            }
            note("ticket.moved", .ticket(ticket), order, ["queue": queue.description])
        case .prioritise(let ticket, let priority):
            try command { desk, now throws(DeskError) in
                try order.account.look(for: ticket, in: desk)
                _ = try desk.setPriority(priority, of: ticket, by: order.account.id, at: now)
            }
            note("ticket.prioritised", .ticket(ticket), order, ["priority": "\(priority)"])
        }
    }

    private func liftBlock(of customer: CustomerID, _ order: RoutingOrder) throws(RoutingRefusal) {
        try command { desk, now throws(DeskError) in try desk.liftBlock(of: customer, by: order.account.id, at: now) }
        note("customer.block_lifted", AuditRecord.Subject(kind: "customer", id: customer.description), order, [:])
    }

    private func publish(_ plan: RoutingPlan, basedOn: Int, note: BoundedText<LineLimit>?, by account: Account) throws(RoutingRefusal) {
        let before = desk.plan.version
        guard basedOn == before else { throw .planChanged(version: before) }
        let version = before + 1
        let adopted: ValidatedPlan
        do throws(PlanError) {
            adopted = try ValidatedPlan(plan, version: version, useCases: configuration.useCases.map(\.queue))
        } catch {
            throw .planInvalid(error.problems)
        }
        let (greetings, names) = (desk.plan.plan.greetings, Views.PlanNames(desk.plan))
        desk.adopt(adopted, at: now)
        if adopted.plan.greetings != greetings { retellPositions() }
        // Before it is said which agents' activities changed with it.
        if Views.PlanNames(adopted) != names { speeches.append(.names(Views.PlanNames(adopted))) }
        records.append(
            .routingPlan(RoutingPlanRecord(version: version, publishedAt: now, publishedBy: account.id, note: note, plan: plan)))
        records.append(
            .audit(
                AuditRecord(
                    at: now, actor: .account(account.id), action: "routing.published",
                    subject: AuditRecord.Subject(kind: "routing_plan", id: "\(version)"), queue: nil,
                    detail: note.map { ["note": $0.description] } ?? [:])))
    }

    /// Skills and queues that the plan does not have are refused: they would match nothing.
    private func setProfile(_ profile: AgentProfile, of agent: AgentID, by account: Account) throws(RoutingRefusal) {
        let skills = Set(desk.plan.plan.skills.map(\.name))
        if let unknown = profile.skills.keys.sorted().first(where: { !skills.contains($0) }) { throw .unknownSkill(unknown) }
        if let unknown = profile.queues?.sorted().first(where: { !desk.plan.contains($0) }) { throw .unknownQueue(unknown) }
        profiles[agent] = profile
        desk.setProfile(profile, of: agent, at: now)
        records.append(.agentProfile(agent, profile))
        let skillText = profile.skills.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.value)" }.joined(separator: ",")
        records.append(
            .audit(
                AuditRecord(
                    at: now, actor: .account(account.id), action: "agent.profile", subject: .account(agent), queue: nil,
                    detail: ["skills": skillText, "queues": profile.queues?.sorted().map(\.description).joined(separator: ",") ?? "*"])))
    }

    private func command(_ verb: (inout ServiceDesk, Instant) throws(DeskError) -> Void) throws(RoutingRefusal) {
        do throws(DeskError) {
            try verb(&desk, now)
        } catch {
            throw .other(SignalingError(error))
        }
    }

    private func note(_ action: String, _ subject: AuditRecord.Subject, _ order: RoutingOrder, _ detail: [String: String]) {
        let queue: QueueName? = if case .move(let ticket, _) = order.change { desk.ticket(ticket)?.ticket.queue } else { nil }
        records.append(
            .audit(
                AuditRecord(
                    at: now, actor: .account(order.account.id), action: action, subject: subject, queue: queue, detail: detail)))
    }
}

extension AuditRecord.Subject {
    static func account(_ id: AccountID) -> Self { Self(kind: "account", id: id.description) }
    static func ticket(_ id: TicketID) -> Self { Self(kind: "ticket", id: id.description) }
}

extension Account {
    /// Whether this supervisor looks after any of the agent's queues.
    func oversees(_ profile: AgentProfile) -> Bool {
        guard role != .agent else { return false }
        guard let own = queues, let served = profile.queues else { return true }
        return own.contains { served.contains($0) }
    }

    /// - Throws: `ticketGone` for a ticket of another's queue too, as if it were not there.
    fileprivate func look(for ticket: TicketID, in desk: ServiceDesk) throws(DeskError) {
        guard let held = desk.ticket(ticket)?.ticket, oversees(held.queue) else { throw .ticketGone }
    }
}
