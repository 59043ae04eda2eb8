import Dispatch
import Domain
import Media
import Recording
import Synchronization

/// What the recorder's thread is asked to do.
enum RecorderCommand: Sendable {
    case begin(Domain.Recording)
    /// The key of one that was begun is stored, or never will be.
    case keyed(RecordingID, isStored: Bool)
    case addTrack(TapTrack, RecordingID, RecordedPerson, FeedKind)
    case removeTrack(TapTrack, RecordingID)
    case pause(RecordingID, reason: String)
    case resume(RecordingID)
    case note(RecordingID, RecordingNote.Kind, participant: ParticipantID?, detail: String?)
    case finish(RecordingID)
    /// A step is stored: it may be told, unless it is no longer true.
    case stored(RecordingID, RecordingReport)
    /// Finish all, then end the thread.
    case stop
}

/// How other threads reach the recorder's. Commands are kept in order; the tap's buffers are swapped against empty ones, so that the
/// media thread neither copies nor allocates.
final class RecorderMailbox: Sendable {
    /// Filled buffers that wait; beyond it the media thread's own buffer fills up to its bound and counts what it drops.
    private static let maximumFilled = 8
    private static let patience = Duration.milliseconds(20)
    private static let plenty = 1 << 20

    enum Letter {
        case command(RecorderCommand)
        /// Packets that came before the letters behind it, from a time on.
        case packets(TapBuffer, since: MediaTime)
    }

    private struct State {
        var letters: [Letter] = []
        var filled = 0
        var spares: [TapBuffer] = []
        var lastSwap = MediaTime(nanoseconds: .min)
        var isSignalled = false
        /// Nothing is recorded: packets are nobody's.
        var isIdle = false
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    /// The recorder's thread sleeps until a command comes.
    var isIdle: Bool { state.withLock(\.isIdle) }

    func post(_ command: RecorderCommand) {
        let isNews = state.withLock { state in
            state.letters.append(.command(command))
            defer { state.isSignalled = true }
            return !state.isSignalled
        }
        if isNews { signal.signal() }
    }

    /// Called by the media thread once a turn. The recorder looks by itself; it is woken only when much has come.
    func swap(_ tap: inout TapBuffer, at now: MediaTime) {
        guard !tap.isEmpty else { return }
        let isNews = state.withLock { state in
            if state.isIdle, state.letters.isEmpty {
                state.lastSwap = now
                tap.removeAll()
                return false
            }
            let isMuch = tap.byteCount >= Self.plenty
            guard isMuch || state.lastSwap + Self.patience <= now || state.lastSwap.nanoseconds == .min,
                state.filled < Self.maximumFilled
            else { return false }
            let since = state.lastSwap
            state.lastSwap = now
            var empty = state.spares.popLast() ?? TapBuffer()
            Swift.swap(&tap, &empty)
            state.letters.append(.packets(empty, since: since))
            state.filled += 1
            guard isMuch, !state.isSignalled else { return false }
            state.isSignalled = true
            return true
        }
        if isNews { signal.signal() }
    }

    /// What has come, at the latest after `delay`; `nil`: nothing is recorded, and only a command is waited for.
    func take(within delay: Duration?) -> [Letter] {
        // Packets wake nobody: those that came just before are taken now, or they would lie here, and those behind them, until a command.
        let mustWait = state.withLock { state in
            state.isIdle = delay == nil && state.letters.isEmpty
            return delay != nil || state.isIdle
        }
        if let delay {
            _ = signal.wait(timeout: .now() + .nanoseconds(Int(delay.inNanoseconds)))
        } else if mustWait {
            signal.wait()
        }
        return state.withLock { state in
            state.isSignalled = false
            state.isIdle = false
            state.filled = 0
            let letters = state.letters
            state.letters = []
            return letters
        }
    }

    /// Gives a buffer back, whose memory is used again.
    func recycle(_ buffer: consuming TapBuffer) {
        var empty = buffer
        empty.removeAll()
        state.withLock { state in
            if state.spares.count < Self.maximumFilled { state.spares.append(empty) }
        }
    }
}
