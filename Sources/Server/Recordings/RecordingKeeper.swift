import Dispatch
import Domain
import Foundation
import Logging
import Storage
import Synchronization

/// Looks after what is kept: finishes what a crash left open, misses what was promised, erases what is over, and moves what belongs
/// elsewhere. One round after the other on a queue of its own; uploads, which take long, on another.
final class RecordingKeeper: Sendable {
    /// A row that nobody works on this long after it was announced is missed.
    private static let patience = Duration.seconds(60)
    private static let round = DispatchTimeInterval.seconds(60)
    /// Every so many rounds the files are compared with their rows.
    private static let roundsPerComparison = 60
    /// What was put off is tried again this soon, then ever later, up to a round.
    private static let firstRetry = 5

    private struct State {
        var isStopping = false
        var isUploadQueued = false
        var isRetryQueued = false
        var rounds = 0
        var timer: Timer?
    }

    private let parts: RecordingParts
    private let reconciler: RecordingReconciler
    private let eraser: RecordingEraser
    private let uploader: RecordingUploader?
    let queue = DispatchQueue(label: "visavis.recordings.keeping", qos: .utility)
    private let uploads = DispatchQueue(label: "visavis.recordings.uploads", qos: .utility)
    private let state = Mutex(State())

    /// - Throws: `ConfigurationError` when the object storage's secret cannot be read.
    init(_ settings: RecordingSettings, _ parts: RecordingParts) throws {
        self.parts = parts
        reconciler = RecordingReconciler(parts: parts)
        eraser = RecordingEraser(parts: parts)
        uploader = try settings.upload.map { try RecordingUploader($0, parts) }
    }

    /// - Parameter start: what was announced before it belongs to an earlier process.
    func start(before start: Instant) {
        parts.whenClosed { [weak self] in self?.upload() }
        parts.whenPostponed { [weak self] in self?.retry(after: Self.firstRetry) }
        queue.async { [self] in
            reconciler.finish(announcedBefore: start, by: .serverStopped)
            look(at: parts.clock.now, comparing: true)
        }
        let timer = Timer(on: queue, every: Self.round) { [weak self] in self?.makeRound() }
        state.withLock { $0.timer = timer }
    }

    /// Returns once nothing is under way; what was is cut short.
    func stop() {
        let timer = state.withLock { state in
            state.isStopping = true
            defer { state.timer = nil }
            return state.timer
        }
        timer?.cancel()
        parts.beginStopping()
        uploader?.cancel()
        queue.sync {}
        uploads.sync {}
    }

    /// A disk that was full for a moment is not waited for a whole round.
    private func retry(after seconds: Int) {
        let isNews = state.withLock { state in
            guard !state.isStopping, !state.isRetryQueued else { return false }
            state.isRetryQueued = true
            return true
        }
        guard isNews else { return }
        queue.asyncAfter(deadline: .now() + .seconds(seconds)) { [weak self] in
            guard let self else { return }
            state.withLock { $0.isRetryQueued = false }
            reconciler.retry()
            if !parts.postponedIDs.isEmpty { retry(after: min(seconds * 2, 60)) }
        }
    }

    private func makeRound() {
        let rounds = state.withLock { state in
            state.rounds += 1
            return state.rounds
        }
        let now = parts.clock.now
        reconciler.finish(announcedBefore: now + (.zero - Self.patience), by: .nothingCaptured)
        look(at: now, comparing: rounds.isMultiple(of: Self.roundsPerComparison))
    }

    private func look(at now: Instant, comparing: Bool) {
        guard !state.withLock(\.isStopping) else { return }
        _ = parts.hasRoom()
        guard parts.vault.isThere else { return }
        eraser.eraseExpired(at: now)
        if comparing {
            reconciler.compare()
            eraser.removeLeftovers()
        }
        upload()
    }

    /// Takes to the object storage what is due, now or after `delay`.
    func upload(after delay: Duration? = nil) {
        guard let uploader else { return }
        if let delay {
            uploads.asyncAfter(deadline: .now() + .milliseconds(Int(delay.wholeMilliseconds) + 1)) { [weak self] in self?.upload() }
            return
        }
        let isNews = state.withLock { state in
            guard !state.isStopping, !state.isUploadQueued else { return false }
            state.isUploadQueued = true
            return true
        }
        guard isNews else { return }
        uploads.async { [self] in
            state.withLock { $0.isUploadQueued = false }
            if let pause = uploader.work() { upload(after: pause) }
        }
    }
}

/// A timer that may be cancelled from any thread.
///
/// Unchecked: libdispatch's sources are safe to use from everywhere, their import does not say so; nothing else is held.
private final class Timer: @unchecked Sendable {
    private let source: any DispatchSourceTimer

    init(on queue: DispatchQueue, every interval: DispatchTimeInterval, _ fire: @escaping @Sendable () -> Void) {
        source = DispatchSource.makeTimerSource(queue: queue)
        source.schedule(deadline: .now() + interval, repeating: interval, leeway: .seconds(5))
        source.setEventHandler(handler: fire)
        source.resume()
    }

    func cancel() { source.cancel() }
}
