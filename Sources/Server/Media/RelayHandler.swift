import Datagrams
import Domain
import Media

/// The relay on its own thread: datagrams and commands in, datagrams and reports out.
final class RelayHandler: MediaHandler {
    enum Command: Sendable {
        /// An offer of a participant's epoch; the answer comes as `MediaReport.answered` with the same ticket.
        case offer(RoomID, MemberID, epoch: UInt32, sdp: [UInt8], sections: [SectionUse], ticket: UInt64)
        case routes(RoomID, [MemberID: Set<FeedID>])
        /// Those who hear music, all others do not.
        case music(RoomID, Set<MemberID>, former: Set<MemberID>)
        case tap(RoomID, [FeedID: TapTrack])
        /// The recorder cannot go on without one.
        case keyFrame(TapTrack)
        case remove(MemberID, RoomID)
        case close(RoomID)
    }

    private let relay: Relay
    private let music: HoldMusic?
    private let shared: MediaService.Shared
    private var tapped: [RoomID: [TapTrack]] = [:]
    private var tracked: [TapTrack: (RoomID, FeedID)] = [:]
    private var publishesNext: MediaTime?
    private var isUnpublished = false
    private static let publishPause = Duration.milliseconds(500)

    init(relay: Relay, music: HoldMusic?, shared: MediaService.Shared) {
        self.relay = relay
        self.music = music
        self.shared = shared
    }

    func approaching(_ datagram: UnsafeMutableRawBufferPointer, isNear: Bool) {
        if isNear { unsafe relay.fetch(datagram) } else { unsafe relay.approach(datagram) }
    }

    func received(_ datagram: UnsafeMutableRawBufferPointer, path: DatagramPath, now: MediaTime, batch: DatagramBatch) {
        unsafe relay.receive(datagram, from: path, at: now, into: batch)
    }

    func handle(_ command: Command, now: MediaTime, batch: DatagramBatch) {
        switch command {
        case .offer(let room, let member, let epoch, let sdp, let sections, let ticket):
            do throws(RelayError) {
                let answer = try relay.offer(room: room, member: member, connection: epoch, sdp: sdp, sections: sections, at: now)
                shared.report(.answered(ticket: ticket, .success(answer)))
            } catch {
                shared.report(.answered(ticket: ticket, .failure(error)))
            }
        case .routes(let room, let routes): relay.setRoutes(room: room, routes: routes)
        case .music(let room, let listeners, let former):
            for member in former.subtracting(listeners) { relay.play(nil, to: member, in: room) }
            if let music { for member in listeners { relay.play(music, to: member, in: room) } }
        case .tap(let room, let tracks):
            relay.setTap(room: room, tracks: tracks)
            for track in tapped[room] ?? [] { tracked[track] = nil }
            tapped[room] = tracks.isEmpty ? nil : Array(tracks.values)
            for (feed, track) in tracks { tracked[track] = (room, feed) }
        case .keyFrame(let track):
            if let (room, feed) = tracked[track] { relay.requestKeyFrame(feed, in: room) }
        case .remove(let member, let room): relay.remove(member: member, from: room)
        case .close(let room):
            relay.closeRoom(room)
            for track in tapped.removeValue(forKey: room) ?? [] { tracked[track] = nil }
        }
    }

    func deadline(now: MediaTime, batch: DatagramBatch) { relay.advance(to: now, into: batch) }

    func turnEnded(now: MediaTime, batch: DatagramBatch) {
        // Access from another module allocates; most turns have nothing to hand over.
        if relay.hasTapped { shared.recordings.ingest(&relay.tap, at: now) }
        for event in relay.takeEvents() { shared.report(.event(event)) }
        // Figures are told now and then, and once more after the last turn.
        guard now >= publishesNext ?? now else { return isUnpublished = true }
        publishesNext = now + Self.publishPause
        isUnpublished = false
        shared.publish(relay.counters, relay.population)
    }

    var nextDeadline: MediaTime? {
        guard isUnpublished, let publishesNext else { return relay.nextDeadline }
        return min(publishesNext, relay.nextDeadline ?? publishesNext)
    }
}

/// What the media thread tells the hub.
enum MediaReport: Sendable {
    case answered(ticket: UInt64, Result<[UInt8], RelayError>)
    case event(RelayEvent)
}
