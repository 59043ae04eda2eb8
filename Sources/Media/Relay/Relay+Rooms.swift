extension Relay {
    /// Ends a member's transport and forgets the member.
    public func remove(member: MemberID, from room: RoomID) {
        guard let room = rooms[room] else { return }
        if let peer = room.peers[member] { free(peer, saysGoodbye: true) }
        room.connections[member] = nil
        room.routes[member] = nil
        room.music[member] = nil
        if room.isUnused { rooms[room.id] = nil }
    }

    /// Ends every transport of the room and forgets it.
    public func closeRoom(_ id: RoomID) {
        guard let room = rooms[id] else { return }
        for peer in Array(room.peers.values) { free(peer, saysGoodbye: true) }
        rooms[id] = nil
    }

    /// Sets what each member may get. Replaces all that was set before; who is not named gets nothing.
    public func setRoutes(room: RoomID, routes: [MemberID: Set<FeedID>]) {
        let room = self.room(room)
        room.routes = routes
        for feed in Array(room.feeds.values) { relink(feed) }
    }

    /// Asks the source of a feed for a key frame, within the bounds that hold for receivers too.
    public func requestKeyFrame(_ feed: FeedID, in room: RoomID) {
        guard let source = rooms[room]?.feeds[feed]?.source, source.isVideo else { return }
        askKeyFrame(of: source)
    }

    /// The room, made when somebody first speaks of it; lives until `closeRoom`, or until nothing is left in it.
    func room(_ id: RoomID) -> Room {
        if let room = rooms[id] { return room }
        let room = Room(id: id)
        rooms[id] = room
        return room
    }
}
