import Domain
import Logging
import Signaling
import Transport

/// The orderly end: nobody new, a word to everybody, what is being stored is stored, then the loop stops.
extension Hub {
    /// How often an ending hub looks whether all have left.
    static let drainPause = Duration.milliseconds(20)

    func drain() {
        guard drainUntil == nil else { return }
        log.notice("draining", metadata: ["connections": "\(signaling.linkCount)"])
        signaling.drain()
        webhooks?.windDown(within: configuration.drain / 2)
        letters.windDown(within: configuration.drain / 2)
        drainUntil = now + configuration.drain
    }

    func finishDraining(at now: Instant) {
        guard let until = drainUntil else { return }
        let hasEnded = signaling.linkCount == 0 && ticks.isEmpty && webhooks?.isIdle != false && letters.isIdle
        if until <= now || hasEnded { loop.stop() }
    }
}
