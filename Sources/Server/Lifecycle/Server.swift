import Crypto
import Datagrams
import Domain
import Foundation
import Logging
import Signaling
import Storage
import Transport

/// The composition root: opens what is needed, runs the loop, and ends in order.
public struct Server: Sendable {
    /// What is told once the server listens.
    public struct Started: Sendable {
        public let url: String
        public let port: UInt16
        /// Made at the first start in demo mode.
        public let demoAccounts: [DemoAccount]
        public let demoAccountsPath: String
    }

    private let configuration: ServerConfiguration

    public init(_ configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// Runs until a signal ends it (SIGTERM, SIGINT: drain; SIGHUP: reload the certificate).
    /// - Throws: `ConfigurationError`, `StorageError` or `TransportError` when it cannot start.
    public func run(started: @escaping @Sendable (Started) -> Void) async throws {
        let log = Self.logger(configuration)
        try DataFolder.prepare(configuration.dataFolder)
        let lock = try DataFolder.lock(configuration.dataFolder)
        let store = try SQLiteStore(path: configuration.databasePath)
        let clock = ServerClock(notBefore: try store.lastHeartbeat())
        let demoAccounts = configuration.isDemo ? try DemoAccounts.prepare(store, configuration.demoAccountsPath, at: clock.now) : []
        let inbox = Inbox<HubCommand>()
        let commits = CommitQueue(store: store) { inbox.post(.storage($0)) }
        let key = try ServerKey(path: configuration.keyPath)
        let origins = Set(configuration.allowedOrigins)
        let webhooks = try WebhookService(configuration, store: store, commits: commits, clock: clock, log: log)
        let letters = try LetterService(configuration.letters, store: store, commits: commits, clock: clock, log: log)
        let media = try MediaService(configuration)
        var announce: (@Sendable (Int) -> Void)?
        if let webhooks { announce = { webhooks.wake(stored: $0) } }
        let recordings = try RecordingService(
            configuration.recording, folder: configuration.recordingsFolder, store: store, commits: commits, clock: clock,
            mediaTime: { MonotonicClock.now() }, key: key, announce: announce,
            requestKeyFrame: { _ = media.post(.keyFrame($0)) }, log: log, onReport: { _ = inbox.post(.recorder($0, $1)) })
        let api = APIService(
            configuration: configuration, store: store, commits: commits, tokens: await TokenService(key: key, clock: clock), clock: clock,
            log: log, allowedOrigins: origins, signOut: { inbox.post(.revoke(credential: $0)) },
            admitGuest: { digest, name in
                await withCheckedContinuation { continuation in
                    if !inbox.post(.admitGuest(digest: digest, name: name) { continuation.resume(returning: $0) }) {
                        continuation.resume(returning: .failure(SignalingError(.draining, "the server is stopping")))
                    }
                }
            },
            calledBack: { interaction in
                await withCheckedContinuation { continuation in
                    if !inbox.post(.calledBack(interaction) { continuation.resume(returning: $0) }) { continuation.resume(returning: nil) }
                }
            }, callbackLinks: CallbackLinks(key: key),
            recordings: RecordingAccess(
                service: recordings, agentsMayView: configuration.recording.agentsMayView,
                pauseRecording: { pause in
                    await withCheckedContinuation { continuation in
                        if !inbox.post(.pauseRecording(pause) { continuation.resume(returning: $0) }) {
                            continuation.resume(returning: .failure(SignalingError(.draining, "the server is stopping")))
                        }
                    }
                }),
            route: { order in
                await withCheckedContinuation { continuation in
                    if !inbox.post(.route(order) { continuation.resume(returning: $0) }) {
                        continuation.resume(returning: .failure(.other(SignalingError(.draining, "the server is stopping"))))
                    }
                }
            },
            board: {
                await withCheckedContinuation { continuation in
                    if !inbox.post(.board { continuation.resume(returning: $0) }) { continuation.resume(returning: nil) }
                }
            },
            keys: (key.key(for: .visitorCookie), key.key(for: .csrf)))
        let services = HubServices(
            configuration: configuration, clock: clock, commits: commits, api: api, webhooks: webhooks, letters: letters,
            site: try StaticSite(
                webFolder: configuration.webFolder, vendorFolder: configuration.vendorFolder, headers: SecurityHeaders(origins: origins)),
            ice: try ICEProvider(configuration), media: media, recordings: recordings, log: log, allowedOrigins: origins,
            profiles: try store.agentProfiles())
        let plan = try StoredPlan.load(from: store, configuration, log: log)
        let snapshot = try store.loadDesk()
        recordings.start()
        try media.start(configuration, recordings: recordings) { inbox.post(.media($0)) }
        let signals = SignalWatch(inbox: inbox)
        let pulse = Pulse(inbox: inbox)
        defer {
            signals.stop()
            pulse.stop()
            media.stop()
            recordings.stop()
            webhooks?.stop()
            letters.stop()
            commits.stop(within: 10)
            try? store.close()
            lock.release()
        }
        try await Self.onThread {
            try TransportLoop.run(
                configuration.transport(log: log), inbox: inbox,
                ready: { port in
                    webhooks?.wake()
                    letters.wake()
                    media.announce(configuration, log: log)
                    started(
                        Started(
                            url: configuration.url, port: port, demoAccounts: demoAccounts,
                            demoAccountsPath: configuration.demoAccountsPath))
                },
                makeOwner: { loop in
                    Hub(
                        loop: loop, inbox: inbox, services: services,
                        desk: ServiceDesk(
                            restoring: snapshot, routing: configuration.routing, sessions: configuration.sessions, plan: plan,
                            at: clock.now))
                })
        }
        log.notice("stopped")
    }

    /// The loop has a thread of its own; the tasks' threads stay free.
    private static func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let thread = Thread { continuation.resume(with: Result { try body() }) }
            thread.name = "visavis-loop"
            thread.start()
        }
    }

    static func logger(_ configuration: ServerConfiguration) -> Logger {
        var log = Logger(label: "visavis") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
        return log
    }
}
