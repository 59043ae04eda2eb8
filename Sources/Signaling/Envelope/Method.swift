/// Everything a client may ask for; PROTOCOL.md §4 is the description.
public enum Method: String, Sendable, CaseIterable {
    case hello
    case ping
    case sessionJoin = "session.join"
    case signal
    case mediaOffer = "media.offer"
    case sessionMedia = "session.media"
    case sessionReport = "session.report"
    case sessionReceived = "session.received"
    case sessionICE = "session.ice"
    case sessionHangup = "session.hangup"
    case sessionHold = "session.hold"
    case consentSet = "consent.set"
    case recordingPause = "recording.pause"
    case inviteCreate = "invite.create"
    case inviteRevoke = "invite.revoke"
    case superviseWatch = "supervise.watch"
    case superviseJoin = "supervise.join"
    case superviseMode = "supervise.mode"
    case superviseTakeOver = "supervise.takeover"
    case chatSend = "chat.send"
    case visitStart = "visit.start"
    case visitLeave = "visit.leave"
    case callbackRequest = "callback.request"
    case callbackAnswer = "callback.answer"
    case callbackSlots = "callback.slots"
    case callbackPromise = "callback.promise"
    case agentActivity = "agent.activity"
    case offerAccept = "offer.accept"
    case offerReject = "offer.reject"
    case noteSave = "note.save"
    case wrapUpFinish = "wrapup.finish"
    case wrapUpSkip = "wrapup.skip"
    case wrapUpExtend = "wrapup.extend"
    case transferTargets = "transfer.targets"
    case sessionTransfer = "session.transfer"
    case consultStart = "consult.start"
    case consultComplete = "consult.complete"
    case consultReturn = "consult.return"
    case sessionProtect = "session.protect"

    /// May be sent without an `id`, and then gets no reply.
    public var allowsNotification: Bool {
        switch self {
        case .ping, .signal, .sessionMedia, .sessionReport: true
        default: false
        }
    }

    /// Doing it twice is the same as doing it once, so its reply need not be remembered.
    var isRepeatable: Bool {
        switch self {
        case .hello, .ping, .signal, .sessionMedia, .sessionReport, .sessionReceived, .sessionICE, .superviseWatch, .transferTargets,
            .callbackSlots:
            true
        default: false
        }
    }
}
