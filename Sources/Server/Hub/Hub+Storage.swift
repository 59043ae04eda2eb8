import DequeModule
import Logging
import Domain
import Signaling
import Storage

/// What happens while nothing can be stored: durable requests are refused, time stands still for the desk, and what was about to be said
/// waits. Media, relaying and pings go on.
extension Hub {
    /// How long those who were refused have to come back before anything that fell due meanwhile is held against them.
    private static let returnTime = Duration.seconds(20)

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
            desk.forgive(until: now + Self.returnTime)
            let principals = untold
            untold = []
            for principal in principals { presenceChanged(principal) }
            tellReports()
            storeRefusals()
        }
    }

    /// Those who wait for an answer are told now; what they asked for is kept and will be stored.
    private func refuseWaitingReplies(_ error: StorageError) {
        for index in ticks.indices { refuseReplies(in: &ticks[index].speeches, error) }
        refuseReplies(in: &speeches, error)
    }

    private func refuseReplies(in speeches: inout [Speech], _ error: StorageError) {
        let waiting = speeches
        speeches = []
        for speech in waiting {
            switch speech {
            case .reply(let session, let id, _): signaling.reply(session, id: id, .failure(Self.refusal(error)))
            case .call(let call): call(Self.refusal(error))
            case .welcome, .effect, .standings, .names: speeches.append(speech)
            }
        }
    }
}
