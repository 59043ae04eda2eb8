/// Which rule takes a ticket, and which of its steps the ticket is in.
extension RoutingMachine {
    /// Chooses the rule, queue and step anew, as if the ticket came now with the age that it has.
    func route(_ ticket: inout Ticket, at now: Instant) {
        // A queue that the plan no longer has is served and looked at by nobody.
        if let placed = ticket.placedIn, !plan.contains(placed), plan.isPlanned { (ticket.placedIn, ticket.overflowedFrom) = (nil, nil) }
        ticket.queue = ticket.placedIn ?? ticket.caller.useCase
        let rule = rule(for: ticket, at: now)
        ticket.queue = ticket.placedIn ?? rule.queue ?? ticket.caller.useCase
        enter(rule, from: 0, of: &ticket, since: ticket.stepsFrom, at: now)
        progress(&ticket, at: now)
    }

    private func rule(for ticket: Ticket, at now: Instant) -> WorkflowRule {
        let workflow = plan.workflow
        guard !workflow.rules.isEmpty else { return workflow.default }
        let facts = facts(of: ticket, at: now)
        return workflow.rule { facts[$0] }
    }

    /// Goes on where the ticket was; anew when the plan no longer knows that place.
    func resume(_ ticket: inout Ticket, at now: Instant) {
        guard let route = ticket.route, let rule = plan.rule(named: route.rule), rule.steps.indices.contains(route.step) else {
            return self.route(&ticket, at: now)
        }
        progress(&ticket, at: now)
    }

    /// Ends the steps that the ticket has outgrown, and finds the ring it has reached.
    func progress(_ ticket: inout Ticket, at now: Instant) {
        while let route = ticket.route, let until = route.until, until <= now {
            enter(plan.rule(named: route.rule) ?? plan.workflow.default, from: route.step + 1, of: &ticket, since: until, at: now)
        }
        guard let route = ticket.route else { return }
        ticket.route?.ring = currentStep(route).rings.prefix { route.since + .seconds($0.afterSeconds) <= now }.count
    }

    /// The first step from `index` on that is not skipped. After the last, the default rule's last step serves on: a ticket is never
    /// without a demand.
    private func enter(_ rule: WorkflowRule, from index: Int, of ticket: inout Ticket, since: Instant, at now: Instant) {
        let lastResort = plan.workflow.default
        let isDefault = rule.name == lastResort.name
        for (number, step) in rule.steps.enumerated().dropFirst(index) {
            let isLast = isDefault && number == rule.steps.count - 1
            if !isLast, isSkipped(step, ticket, at: now) { continue }
            ticket.route = Route(
                rule: rule.name, step: number, ring: 0, since: since,
                until: isLast ? nil : step.timeoutSeconds.map { since + .seconds($0) }, priority: rule.priority + step.priority)
            return
        }
        ticket.route = Route(
            rule: lastResort.name, step: max(lastResort.steps.count - 1, 0), ring: 0, since: since, until: nil,
            priority: lastResort.priority + plan.lastResort.priority)
    }

    /// A step for an agent whom nobody knows, or who has gone home, is skipped too: waiting for them helps nobody.
    private func isSkipped(_ step: WorkflowStep, _ ticket: Ticket, at now: Instant) -> Bool {
        if step.to != .anyone {
            guard let known = knownAgent(step.to, of: ticket), agents[known]?.isStaffed == true else { return true }
        }
        guard let condition = step.skipWhen else { return false }
        let facts = facts(of: ticket, at: now)
        return condition.isTrue { facts[$0] }
    }

    private func knownAgent(_ target: StepTarget, of ticket: Ticket) -> AgentID? {
        switch target {
        case .anyone: nil
        case .lastAgent: ticket.context.lastAgent
        case .accountOwner: ticket.context.accountOwner
        }
    }

    func currentStep(_ route: Route) -> WorkflowStep {
        guard let steps = plan.rule(named: route.rule)?.steps, steps.indices.contains(route.step) else { return plan.lastResort }
        return steps[route.step]
    }

    func demand(of ticket: Ticket) -> Demand {
        if let direct = ticket.direct { return Demand(medium: ticket.medium, agent: direct.agent) }
        guard let route = ticket.route else { return Demand(queue: ticket.queue, medium: ticket.medium) }
        let step = currentStep(route)
        return Demand(
            queue: ticket.queue, medium: ticket.medium, skills: step.skills.isEmpty ? [] : step.requirements(afterRings: route.ring),
            agent: knownAgent(step.to, of: ticket))
    }

    /// When step or ring change next. The workflow of a booked ticket begins at its time.
    func nextStep(of ticket: Ticket) -> Instant? {
        guard let route = ticket.route, ticket.isInLine else { return nil }
        let rings = currentStep(route).rings
        let ring = rings.indices.contains(route.ring) ? route.since + .seconds(rings[route.ring].afterSeconds) : nil
        return [route.until, ring].compactMap(\.self).min()
    }

    /// The time of a step or ring has come.
    mutating func step(_ id: TicketID, at now: Instant) {
        guard let before = tickets[id] else { return }
        var ticket = before
        progress(&ticket, at: now)
        deadlines[.step(id)] = nextStep(of: ticket)
        guard ticket.route != before.route else { return }
        place(ticket, .priority)
        happenings.append(.routed(ticket, from: nil))
    }
}
