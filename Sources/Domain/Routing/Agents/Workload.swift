/// What an agent is doing: at most one offer to look at, and what they have in hand, as much as each medium allows (`MediaPolicy`).
public struct Workload: Hashable, Sendable {
    /// → an engagement (accepted), or nothing (rejected, timed out, rescinded)
    public internal(set) var offer: OfferID?
    /// The oldest first.
    public internal(set) var engagements: [Engagement] = []

    public static let idle = Self()

    public var isIdle: Bool { offer == nil && engagements.isEmpty }
    public var isTalking: Bool { engagements.contains { $0.session != nil } }
    public var wrapUps: [WrapUp] { engagements.compactMap(\.wrapUp) }

    public func isTalking(in session: SessionID) -> Bool { engagements.contains { $0.session == session } }

    public func wrapUp(of interaction: InteractionID) -> WrapUp? {
        for engagement in engagements {
            if let wrapUp = engagement.wrapUp, wrapUp.interaction == interaction { return wrapUp }
        }
        return nil
    }

    public func count(of medium: Medium) -> Int { engagements.count { $0.medium == medium } }

    mutating func begin(_ session: SessionID, _ medium: Medium) {
        engagements.append(Engagement(medium: medium, stage: .talking(session)))
    }

    /// The talk is over: its record is finished next, or nothing more is to do. Whether there was such a talk.
    mutating func end(_ session: SessionID, wrapUp: WrapUp?) -> Bool {
        guard let index = engagements.firstIndex(where: { $0.session == session }) else { return false }
        if let wrapUp {
            engagements[index].stage = .wrapUp(wrapUp)
        } else {
            engagements.remove(at: index)
        }
        return true
    }

    mutating func replace(_ wrapUp: WrapUp) {
        guard let index = engagements.firstIndex(where: { $0.wrapUp?.interaction == wrapUp.interaction }) else { return }
        engagements[index].stage = .wrapUp(wrapUp)
    }

    mutating func endWrapUp(of interaction: InteractionID) {
        engagements.removeAll { $0.wrapUp?.interaction == interaction }
    }
}

/// One customer whom an agent has: a talk, and then its record.
public struct Engagement: Hashable, Sendable, Codable {
    public enum Stage: Hashable, Sendable, Codable {
        /// → wrapUp, over (the customer went back to the queue)
        case talking(SessionID)
        /// → over
        indirect case wrapUp(WrapUp)
    }

    public let medium: Medium
    public internal(set) var stage: Stage

    public var session: SessionID? {
        if case .talking(let session) = stage { session } else { nil }
    }

    public var wrapUp: WrapUp? {
        if case .wrapUp(let wrapUp) = stage { wrapUp } else { nil }
    }
}

extension Workload: Codable {
    private enum CodingKeys: String, CodingKey {
        case offer, engagements
        /// As rows had it when an agent had one call at most.
        case offered, talking, wrapUp
    }

    /// The one value of a former row's case.
    private struct Former<Value: Decodable>: Decodable {
        let _0: Value
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        offer = try row.decodeIfPresent(OfferID.self, forKey: .offer)
        engagements = try row.decodeIfPresent([Engagement].self, forKey: .engagements) ?? []
        if let former = try row.decodeIfPresent(Former<OfferID>.self, forKey: .offered) { offer = former._0 }
        if let former = try row.decodeIfPresent(Former<SessionID>.self, forKey: .talking) { begin(former._0, .video) }
        if let former = try row.decodeIfPresent(Former<WrapUp>.self, forKey: .wrapUp) {
            engagements.append(Engagement(medium: .video, stage: .wrapUp(former._0)))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encodeIfPresent(offer, forKey: .offer)
        if !engagements.isEmpty { try row.encode(engagements, forKey: .engagements) }
    }
}
