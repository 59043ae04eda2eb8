import DequeModule
import Dispatch
import Domain
import Logging
import Outbound
import Storage
import Synchronization

/// Delivers the outbox: reads what is due, posts it, and writes down what became of it. At least once, whatever happens in between.
///
/// Passes over the outbox run one after the other on `queue`; the posts block, so they have threads of their own. The loop only ever
/// leaves a word here.
final class WebhookService: Sendable {
    struct State {
        /// Read and not yet posted.
        var ready: Deque<OutboxMessage> = []
        /// Being posted, or posted and not yet written down.
        var inFlight: Set<String> = []
        /// A pass is on its way to `queue`.
        var isWoken = false
        /// The pass that time will bring.
        var alarm: Instant?
        /// The database could not be asked or told: nothing before that time.
        var pausedUntil: Instant?
        var purgeAt: Instant
        var isStopping = false
        /// Posts under way are to end.
        var isCancelled = false
        var figures = WebhookFigures()
    }

    static let maximumPosts = 4
    static let batch = 100
    static let pause = Duration.seconds(10)
    static let purgeInterval = Duration.seconds(3_600)
    /// How long delivered messages are kept.
    static let retention = Duration.seconds(7 * 24 * 3_600)

    let store: any Store
    let commits: CommitQueue
    let client: WebhookClient
    let policy = RetryPolicy()
    let clock: ServerClock
    let log: Logger
    let state: Mutex<State>
    let queue = DispatchQueue(label: "visavis.webhooks")
    private let senders = DispatchQueue(label: "visavis.webhooks.senders", attributes: .concurrent)
    private let posts = DispatchGroup()

    /// `nil` when no receiver is configured.
    /// - Throws: `ConfigurationError` when the secret cannot be used, `StorageError`.
    init?(_ configuration: ServerConfiguration, store: any Store, commits: CommitQueue, clock: ServerClock, log: Logger) throws {
        guard let url = configuration.webhookURL, let path = configuration.webhookSecretPath else { return nil }
        client = WebhookClient(
            url: url, secret: try Self.secret(in: path), allowsPrivate: configuration.allowsPrivateWebhooks)
        self.store = store
        self.commits = commits
        self.clock = clock
        self.log = log
        var state = State(purgeAt: clock.now)
        state.figures.pending = try store.pendingOutboxCount()
        self.state = Mutex(state)
    }

    var figures: WebhookFigures { state.withLock(\.figures) }

    /// Nothing is being posted or written down.
    var isIdle: Bool { state.withLock(\.inFlight.isEmpty) }

    /// Makes a pass soon.
    /// - Parameter stored: how many messages were added to the outbox.
    func wake(stored count: Int = 0) {
        let isNews = state.withLock { state in
            state.figures.pending += count
            guard !state.isWoken, !state.isStopping else { return false }
            state.isWoken = true
            return true
        }
        if isNews { queue.async { [self] in pass() } }
    }

    /// Starts nothing any more; ends what is being posted after `grace`. Returns at once.
    func windDown(within grace: Duration) {
        state.withLock { $0.isStopping = true }
        queue.asyncAfter(deadline: .now() + .milliseconds(Int(grace.wholeMilliseconds))) { [self] in
            state.withLock { $0.isCancelled = true }
        }
    }

    /// Returns once nothing is posted and every result is with the writer, which must still run.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.isCancelled = true
        }
        queue.sync {}
        posts.wait()
    }

    /// Posts the message on a thread of its own.
    func start(_ message: OutboxMessage) {
        senders.async(group: posts) { [self] in deliver(message) }
    }
}
