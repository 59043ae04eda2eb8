/// Keeping tickets where they belong.
extension RoutingMachine {
    /// Takes the ticket's new value; its rank and demand are what they were.
    mutating func keep(_ ticket: Ticket) {
        tickets[ticket.id] = ticket
        countOffered(ticket.id, in: ticket.offers.isEmpty ? nil : ticket.queue)
        if ticket.isRestricted {
            restricted.insert(ticket.id)
        } else if !restricted.isEmpty {
            restricted.remove(ticket.id)
        }
        countInvited(ticket.id, in: ticket.callback?.isInvited == true ? ticket.queue : nil)
        if let callback = ticket.callback {
            reserve(callback.contact, for: ticket.id, callback.isPending)
            countBooked(ticket.id, as: ticket.booking)
        }
        guard var place = placements[ticket.id] else { return }
        if ticket.isOfferable, place.slot == nil {
            place.slot = matchmaker.insert(place.rank, for: place.demand)
            freshTickets.append(ticket.id)
        } else if !ticket.isOfferable, let slot = place.slot {
            freshAgents += matchmaker.remove(place.rank, from: slot)
            place.slot = nil
        } else {
            return
        }
        placements[ticket.id] = place
    }

    /// Takes the ticket's new value and puts it where its queue, priority and demand now say. `reason`: what others who fall back
    /// because of it are told, and its customer if they do.
    mutating func place(_ ticket: Ticket, _ reason: MovedBack) {
        let place = Placement(
            queue: ticket.queue, rank: Rank(ticket, priorityPointSeconds: plan.plan.priorityPointSeconds), demand: demand(of: ticket),
            waitingSince: ticket.isInLine ? ticket.waitingSince : nil, slot: nil)
        if let before = placements[ticket.id] {
            var asBefore = before
            asBefore.slot = nil
            if asBefore == place { return keep(ticket) }
            if let slot = before.slot { freshAgents += matchmaker.remove(before.rank, from: slot) }
            if before.queue != place.queue || before.rank != place.rank || before.waitingSince != place.waitingSince {
                if let since = before.waitingSince { lines.remove(before.rank, from: before.queue, since: since) }
                if before.queue != place.queue || before.rank < place.rank { told[ticket.id]?.own = reason }
                enterLine(place, reason)
            }
        } else {
            enterLine(place, reason)
        }
        placements[ticket.id] = place
        keep(ticket)
    }

    private mutating func enterLine(_ place: Placement, _ reason: MovedBack) {
        if let since = place.waitingSince {
            lines.insert(place.rank, into: place.queue, since: since, reason: reason)
        } else {
            told[place.rank.id] = nil
        }
    }

    mutating func remove(_ id: TicketID) {
        guard let ticket = tickets.removeValue(forKey: id) else { return }
        if ticketOfCustomer[ticket.customer] == id { ticketOfCustomer[ticket.customer] = nil }
        restricted.remove(id)
        countInvited(id, in: nil)
        countOffered(id, in: nil)
        told[id] = nil
        if let place = placements.removeValue(forKey: id) {
            if let since = place.waitingSince { lines.remove(place.rank, from: place.queue, since: since) }
            if let slot = place.slot { freshAgents += matchmaker.remove(place.rank, from: slot) }
        }
        // Each look-up costs, and most tickets have but the first two.
        deadlines[.ticketExpiry(id)] = nil
        deadlines[.step(id)] = nil
        if ticket.connectivity != .attached { deadlines[.ticketDetached(id)] = nil }
        if !ticket.notBefore.isEmpty { deadlines[.ticketRetry(id)] = nil }
        if ticket.direct != nil { deadlines[.direct(id)] = nil }
        if let callback = ticket.callback {
            deadlines[.callback(id)] = nil
            reserve(callback.contact, for: id, false)
            countBooked(id, as: nil)
        }
        if ticket.turnaway != nil { deadlines[.turnaway(id)] = nil }
    }

    // MARK: Positions

    func standing(_ ticket: Ticket) -> TicketStanding? {
        if !ticket.isInLine { return TicketStanding(ticket: ticket, position: 0, waiting: lines.count(in: ticket.queue)) }
        guard let place = placements[ticket.id], let position = lines.position(of: place.rank, in: place.queue) else {
            return nil
        }
        return TicketStanding(
            ticket: ticket, position: position, waiting: lines.count(in: place.queue),
            movedBack: movedBack(ticket.id, place.rank, to: position, in: place.queue))
    }

    private func movedBack(_ id: TicketID, _ rank: Rank, to position: Int, in queue: QueueName) -> MovedBack? {
        guard let told = told[id], position > told.position else { return nil }
        return told.own ?? lines.reason(for: rank, in: queue, since: told.sequence) ?? .priority
    }

    /// From now on the customer knows.
    mutating func tell(_ standing: TicketStanding) {
        guard standing.ticket.isInLine else { return }
        told[standing.ticket.id] = Told(position: standing.position, sequence: lines.sequence(of: standing.ticket.queue))
    }

    /// Those in the queue whose place is another than they were told, first come first.
    func moved(in queue: QueueName) -> [TicketStanding] {
        guard let line = lines[queue] else { return [] }
        var moved: [TicketStanding] = []
        for (index, rank) in line.places.elements.enumerated() {
            guard told[rank.id]?.position != index + 1, let ticket = tickets[rank.id] else { continue }
            let reason = movedBack(rank.id, rank, to: index + 1, in: queue)
            moved.append(TicketStanding(ticket: ticket, position: index + 1, waiting: line.count, movedBack: reason))
        }
        return moved
    }
}
