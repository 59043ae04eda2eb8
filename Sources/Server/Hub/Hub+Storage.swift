import DequeModule
import Logging
import Signaling
import Storage

/// What happens while nothing can be stored: durable requests are refused, time stands still for the desk, and what was about to be said
/// waits. Media, relaying and pings go on.
extension Hub {
    func storageReported(_ report: CommitQueue.Report) {
        switch report {
        case .committed(let batches, let took):
            metrics.commits.observe(took)
            metrics.committedBatches += batches
        case .trouble(let error):
            storageTrouble = error
            metrics.storageTroubles += 1
            log.error("nothing can be stored; what waits is kept and tried again", metadata: ["error": "\(error)"])
            refuseWaitingReplies(error)
        case .recovered:
            storageTrouble = nil
            log.notice("storing works again; nothing was lost")
            let principals = untold
            untold = []
            for principal in principals { presenceChanged(principal) }
        }
    }

    /// Those who wait for an answer are told now; what they asked for is kept and will be stored.
    private func refuseWaitingReplies(_ error: StorageError) {
        for index in ticks.indices {
            ticks[index].speeches = ticks[index].speeches.filter { speech in
                guard case .reply(let session, let id, _) = speech else { return true }
                signaling.reply(session, id: id, .failure(Self.refusal(error)))
                return false
            }
        }
    }
}
