import Domain
import Signaling

/// A "no" to being recorded, or a pause, that came while nothing could be stored.
enum CaptureRefusal: Hashable {
    case consent(SessionID, Identifier<Person>, ConsentPurpose)
    /// By the agent, or (`nil`) by another system.
    case pause(SessionID, Identifier<Person>?)

    var session: SessionID {
        switch self {
        case .consent(let session, _, _), .pause(let session, _): session
        }
    }
}

/// What is not to be kept is not kept, whether that can be stored or not.
extension Hub {
    /// Obeys a request that is about to be refused because it cannot be stored, if it is one that wants less to be kept.
    func obeyRefusal(_ method: Method, of person: Identifier<Person>, _ parameters: [UInt8]) {
        guard let held = desk.call(of: person), let seat = held.participant(of: person) else { return }
        switch method {
        case .consentSet:
            guard let request = try? JSON.decode(Requests.ConsentSet.self, parameters), !request.granted, request.session == held.id,
                seat.consents.contains(where: { $0.purpose == request.purpose })
            else { return }
            obey(.consent(held.id, person, request.purpose))
        case .recordingPause:
            guard let request = try? JSON.decode(Requests.RecordingPause.self, parameters), request.paused, request.session == held.id,
                seat.role == .agent
            else { return }
            obey(.pause(held.id, person))
        default: return
        }
    }

    func obey(_ refusal: CaptureRefusal) {
        obeyedRefusals.insert(refusal)
        media.suspendCapture(of: refusal.session)
    }

    /// Storing works again: what was obeyed is stored, and only then may anything be kept again.
    func storeRefusals() {
        let refusals = obeyedRefusals
        obeyedRefusals = []
        for refusal in refusals {
            switch refusal {
            case .consent(let session, let person, let purpose):
                _ = try? desk.setConsent(purpose, granted: false, in: session, by: person, at: now)
            case .pause(let session, let person):
                _ = try? desk.pauseRecording(true, in: session, by: person, at: now)
            }
        }
        collect()
        for session in Set(refusals.map(\.session)) { media.endSuspension(of: session, present: desk.sessions[session]) }
    }
}
