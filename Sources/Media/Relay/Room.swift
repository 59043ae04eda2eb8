/// One session's members, what each of them sends, and what each may get.
final class Room {
    let id: RoomID
    /// The transport of each member that has one.
    var peers: [MemberID: Peer] = [:]
    /// The greatest connection each member came with.
    var connections: [MemberID: UInt32] = [:]
    var feeds: [FeedID: Feed] = [:]
    var routes: [MemberID: Set<FeedID>] = [:]
    var tracks: [FeedID: TapTrack] = [:]
    /// Who is played music.
    var music: [MemberID: HoldMusic] = [:]

    init(id: RoomID) { self.id = id }

    /// The feed, made when somebody first speaks of it.
    func feed(_ id: FeedID) -> Feed {
        if let feed = feeds[id] { return feed }
        let feed = Feed(id: id, track: tracks[id])
        feeds[id] = feed
        return feed
    }

    func forgetUnusedFeeds() {
        feeds = feeds.filter { $0.value.source != nil || !$0.value.forwarders.isEmpty }
    }

    var isUnused: Bool { peers.isEmpty && routes.isEmpty && tracks.isEmpty && music.isEmpty }
}

/// A member's microphone, camera or screen, over all the sources that carry it one after another.
final class Feed {
    let id: FeedID
    var track: TapTrack?
    /// The source whose packets arrive now.
    var source: Source?
    /// Every receiver that has a section for this feed, routed or not.
    var forwarders: [Forwarder] = []

    init(id: FeedID, track: TapTrack?) {
        self.id = id
        self.track = track
    }
}
