import DequeModule
import Domain
import Logging
import Signaling
import Storage
import Transport

/// The one owner of all live state: sockets' conversations, the desk, and what waits to be stored. Lives on the loop's thread.
///
/// callback → machine → tick → database → speech. What is only relayed skips the middle.
final class Hub: TransportHandler {
    typealias Command = HubCommand

    unowned let loop: TransportLoop
    let inbox: Inbox<HubCommand>
    let configuration: ServerConfiguration
    let clock: ServerClock
    let commits: CommitQueue
    let api: APIService
    let webhooks: WebhookService?
    let letters: LetterService
    let site: StaticSite
    let ice: ICEProvider
    let media: SessionMedia
    let log: Logger
    let allowedOrigins: Set<String>

    var signaling: SignalingMachine
    var desk: ServiceDesk
    var scanner = EnvelopeScanner()
    var replayGuard = TokenReplayGuard()
    var metrics = HubMetrics()

    /// Of the tick that is being collected.
    var output = DeskOutput()
    var records: [RecordChange] = []
    var speeches: [Speech] = []
    /// Ticks that are being stored, or wait behind one that is.
    var ticks = Deque<Tick>()
    var lastTick: UInt64 = 0

    /// Why nothing can be stored for now.
    var storageTrouble: StorageError?
    /// Whose coming or going the desk has not been told because of it.
    var untold: Set<Principal> = []
    /// What the relay last said meanwhile of a participant's transport.
    var untoldReports: [ParticipantID: RelayedReport] = [:]
    /// Each "no" and each pause that was obeyed meanwhile.
    var obeyedRefusals: Set<CaptureRefusal> = []
    /// Set once the server is stopping: when the last connections are cut.
    var drainUntil: Instant?
    var isDraining: Bool { drainUntil != nil }

    var movedQueues: Set<QueueName> = []
    /// Whether all who wait are told next time, not only those whose place is another one.
    var retellsPositions = false
    var positionsDue: Instant?
    var statsDue: Instant
    var toldStats: Views.Stats?
    var endings = RecentEndings()
    /// What managers say of agents; who is not in it takes everything.
    var profiles: [AgentID: AgentProfile]
    var alerts = RecentAlerts()
    /// The last board that was asked for, what drawing it cost, and whether nothing has changed since.
    var lastBoard: BoardState?
    var boardCost = Duration.zero
    var isBoardCurrent = false
    /// Offers that the relay is answering: who asked, under which id.
    var offers: [UInt64: (client: SignalingSession, id: Int64)] = [:]
    var lastOffer: UInt64 = 0
    /// Supervisors' pages that are told of all living sessions, and what they were told last.
    var watchers: [SignalingSessionID: SignalingSession] = [:]
    var toldLive: [SignalingSessionID: [Views.LiveSession]] = [:]

    let visits = RateTable()
    /// Call backs that were asked for, by mailbox and by visitor.
    let letterCounts = RateTable(window: .seconds(3_600))
    var exchanges: [UInt64: HTTPExchange] = [:]
    var lastExchange: UInt64 = 0

    init(loop: TransportLoop, inbox: Inbox<HubCommand>, services: HubServices, desk: consuming ServiceDesk) {
        self.loop = loop
        self.inbox = inbox
        configuration = services.configuration
        clock = services.clock
        commits = services.commits
        api = services.api
        webhooks = services.webhooks
        letters = services.letters
        site = services.site
        ice = services.ice
        media = SessionMedia(services.media, services.recordings)
        log = services.log
        allowedOrigins = services.allowedOrigins
        signaling = SignalingMachine(policy: services.configuration.signaling)
        self.desk = desk
        profiles = services.profiles
        statsDue = services.clock.now
    }

    var now: Instant { clock.now }

    /// Takes what the desk left behind into the current tick.
    func collect() {
        let left = desk.takeOutput()
        if !left.isEmpty { isBoardCurrent = false }
        output.events += left.events
        output.changes += left.changes
        auditHandovers(left.events)
        for effect in left.effects {
            switch effect {
            case .callbackDue(let ticket), .callbackBooked(let ticket): write(to: ticket)
            default: break
            }
            speeches.append(.effect(effect))
        }
    }

    /// Hands the tick to the writer; what it says waits for the answer. A tick that changed nothing only waits for those before it.
    func endTick() {
        guard !speeches.isEmpty || !output.changes.isEmpty || !output.events.isEmpty || !records.isEmpty else { return }
        let isStored = output.changes.isEmpty && output.events.isEmpty && records.isEmpty
        lastTick += 1
        let number = lastTick
        ticks.append(Tick(number: number, since: now, isStored: isStored, speeches: speeches))
        speeches = []
        if isStored {
            sayWhatIsStored()
        } else {
            let notices = webhooks == nil ? [] : InteractionNotice.messages(about: output)
            let batch = CommitBatch(events: output.events, changes: output.changes, outbox: notices, records: records)
            let written = records.letters
            output = DeskOutput()
            records = []
            commits.submit(batch) { [inbox, webhooks, letters] result in
                if case .success = result {
                    if !notices.isEmpty { webhooks?.wake(stored: notices.count) }
                    if !written.isEmpty { letters.wake(stored: written) }
                }
                inbox.post(.stored(tick: number, result))
            }
        }
    }

    func stored(tick number: UInt64, _ result: Result<Void, StorageError>) {
        guard let index = ticks.firstIndex(where: { $0.number == number }) else { return }
        ticks[index].isStored = true
        if case .failure(let error) = result {
            metrics.failedCommits += 1
            log.critical("a change could not be stored and is lost", metadata: ["error": "\(error)", "tick": "\(number)"])
            let refusal = SignalingError(.internal, "the change could not be stored; see the server's log at tick \(number)")
            ticks[index].speeches = ticks[index].speeches.compactMap { speech in
                switch speech {
                case .reply(let session, let id, _): return .reply(session, id: id, .failure(refusal))
                case .call(let call): return .call { _ in call(refusal) }
                case .welcome, .effect, .standings, .names: return nil
                }
            }
        }
        sayWhatIsStored()
    }

    private func sayWhatIsStored() {
        while let first = ticks.first, first.isStored {
            ticks.removeFirst()
            for speech in first.speeches { say(speech) }
        }
    }

    /// Carries out what the signaling machine decided, in order.
    func carryOutActions() {
        while true {
            let actions = signaling.takeActions()
            if actions.isEmpty { return }
            for action in actions {
                switch action {
                case .send(let link, let message): loop.send(Frames.encode(message), to: LinkID(link))
                case .close(let link): loop.close(LinkID(link))
                case .unseated(let principal, let session): mediaLost(of: principal, in: session)
                case .principalAttached(let principal), .principalDetached(let principal): presenceChanged(principal)
                }
            }
        }
    }
}

/// What the hub is given by the composition root; made before the loop starts.
struct HubServices: Sendable {
    let configuration: ServerConfiguration
    let clock: ServerClock
    let commits: CommitQueue
    let api: APIService
    let webhooks: WebhookService?
    let letters: LetterService
    let site: StaticSite
    let ice: ICEProvider
    let media: MediaService
    let recordings: RecordingService
    let log: Logger
    let allowedOrigins: Set<String>
    let profiles: [AgentID: AgentProfile]
}
