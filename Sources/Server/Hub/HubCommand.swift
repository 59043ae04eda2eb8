import Domain
import HTTPTypes
import Signaling
import Storage

/// What other threads ask of the hub.
enum HubCommand: Sendable {
    /// The token of a `hello` was checked.
    case verified(LinkKey, id: Int64, Result<VerifiedToken, SignalingError>)
    /// A tick was stored, or never will be.
    case stored(tick: UInt64, Result<Void, StorageError>)
    case storage(CommitQueue.Report)
    /// The answer to an HTTP request.
    case respond(exchange: UInt64, APIResponse)
    /// Somebody signed out.
    case revoke(credential: String)
    /// These sign-ins are no longer good.
    case signedOut(Set<String>)
    /// What the relay answered or saw.
    case media(MediaReport)
    case recorder(RecordingID, RecordingReport)
    case admitGuest(digest: String, name: BoundedText<NameLimit>?, answer: @Sendable (Result<GuestID, SignalingError>) -> Void)
    case calledBack(InteractionID, answer: @Sendable ((id: CustomerID, contact: ContactAddress)?) -> Void)
    case pauseRecording(RecordingPause, answer: @Sendable (Result<Void, SignalingError>) -> Void)
    case route(RoutingOrder, answer: @Sendable (Result<Int, RoutingRefusal>) -> Void)
    case board(answer: @Sendable (BoardState) -> Void)
    case reloadCertificates
    /// Say goodbye to everybody, then stop.
    case drain
    /// Once a second: measures how long a command waits, and keeps the database's pulse.
    case pulse(postedAt: ContinuousClock.Instant)
}
