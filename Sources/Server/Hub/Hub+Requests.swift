import Domain
import Signaling
import Storage

/// Requests and notifications of greeted clients.
extension Hub {
    /// How a request is answered.
    enum Answer {
        /// At once.
        case now(Payload)
        /// After the tick is stored.
        case stored(Payload)
        /// By whoever was asked, in time.
        case later
    }

    func requested(_ method: Method, id: Int64, _ session: SignalingSession, _ parameters: [UInt8]) {
        do throws(SignalingError) {
            switch try answer(method, session, id: id, parameters) {
            case .later: collect()
            case .now(let payload): signaling.reply(session, id: id, .ok(payload))
            case .stored(let payload):
                collect()
                speeches.append(.reply(session, id: id, .ok(payload)))
            }
        } catch {
            // A refused verb may still have fired what was due.
            collect()
            signaling.reply(session, id: id, .failure(error))
        }
    }

    func notified(_ method: Method, _ session: SignalingSession, _ parameters: [UInt8]) {
        do throws(SignalingError) { _ = try answer(method, session, id: 0, parameters) } catch {}
        collect()
    }

    private func answer(_ method: Method, _ session: SignalingSession, id: Int64, _ parameters: [UInt8]) throws(SignalingError) -> Answer {
        if method == .ping { return .now(JSON.empty) }
        if let trouble = storageTrouble {
            obeyRefusal(method, of: session.principal.person, parameters)
            throw Self.refusal(trouble)
        }
        guard commits.depth < CommitQueue.capacity / 2 else {
            throw SignalingError(.overloaded, "too many changes wait to be stored", retryAfterMs: 2_000)
        }
        if let answer = try answerParticipant(method, session, id: id, parameters) { return answer }
        switch session.principal {
        case .customer(let customer): return try answerCustomer(method, customer, session, parameters)
        case .guest: throw Self.notAllowed
        case .account(let account):
            if let answer = try answerSessionAgent(method, session, parameters) { return answer }
            if let answer = try answerSupervisor(method, account, session, parameters) { return answer }
            return try answerAgent(method, account, session, parameters)
        }
    }

    /// Asks the desk; its refusals become the protocol's.
    func ask<Result>(_ verb: (inout ServiceDesk, Instant) throws(DeskError) -> Result) throws(SignalingError) -> Result {
        do throws(DeskError) {
            return try verb(&desk, now)
        } catch {
            throw SignalingError(error)
        }
    }

    static let notAllowed = SignalingError(.notAllowed, "this is not for you to do")

    static func refusal(_ trouble: StorageError) -> SignalingError {
        SignalingError(
            .storageUnavailable, "nothing can be stored right now (\(trouble.code.rawValue)); nothing was lost, ask again",
            retryAfterMs: 2_000)
    }
}

extension SignalingError {
    init(_ error: DeskError) {
        switch error {
        case .ticketGone: self.init(.ticketGone, "there is no open ticket")
        case .offerGone: self.init(.offerGone, "the offer ended before")
        case .offerTaken: self.init(.offerTaken, "another agent was faster and has the customer")
        case .agentUnavailable: self.init(.agentUnavailable, "that agent is not signed in, or offline")
        case .sessionGone: self.init(.sessionGone, "the session has ended, or is not yours")
        case .alreadyInSession: self.init(.alreadyInSession, "a call is on: hang up first")
        case .notFound: self.init(.notFound, "there is nothing of that id here")
        case .notAllowed: self.init(.notAllowed, "this is not for you to do")
        case .inviteGone: self.init(.inviteGone, "the invite ended, was revoked, or its session is over")
        case .notAvailable: self.init(.notAvailable, "your call cannot be taken at the moment")
        case .queueClosed: self.init(.queueClosed, "the queue is closed now")
        case .queueFull: self.init(.queueFull, "the queue takes nobody more right now: try again later", retryAfterMs: 60_000)
        case .mediumNotOffered: self.init(.mediumNotOffered, "this queue's customers do not talk that way: ask with another medium")
        case .contactTaken:
            self.init(.rateLimited, "letters to this address are on their way: try again later", retryAfterMs: 600_000)
        case .slotTaken: self.init(.slotTaken, "this time cannot be booked, or not any more: ask for the times again")
        case .overloaded: self.init(.overloaded, "a bound is reached: try again later", retryAfterMs: 30_000)
        }
    }
}
