import Domain
import Foundation

/// An interaction as other systems and the figures see it: one fact, times in RFC 3339. Notes stay inside.
struct InteractionFact: Encodable {
    struct Segment: Encodable {
        let kind: Domain.Segment.Kind
        let agent: String
        let from: String
        @Nullable var to: String?
    }

    struct Offer: Encodable {
        let agent: String
        let at: String
        let result: OfferResult
        let endedAt: String
    }

    /// How the customer and the agent came together.
    enum Kind: String, Encodable {
        case instant, callback
    }

    struct Resolution: Encodable {
        /// The agent's word.
        @Nullable var agent: Bool?
    }

    struct Survey: Encodable {}

    /// One participant's media in one minute, as the relay saw it.
    struct Quality: Encodable {
        let participant: String
        let role: Participant.Role
        let at: String
        /// Shares, 0…1.
        let lossUp: Double
        let lossDown: Double
        let jitterMs: Int
        @Nullable var roundTripMs: Int?
        /// Estimated mean opinion score of the voice, 1…4.5.
        @Nullable var opinionScore: Double?

        init(_ minute: QualityMinute) {
            participant = minute.participant.description
            role = minute.role
            at = minute.at.rfc3339
            lossUp = Double(minute.lossUpPerMille) / 1_000
            lossDown = Double(minute.lossDownPerMille) / 1_000
            jitterMs = minute.jitterMs
            roundTripMs = minute.roundTripMs
            opinionScore = minute.opinionScoreHundredths.map { Double($0) / 100 }
        }
    }

    let type = "interaction"
    let id: String
    let customer: String
    @Nullable var issue: String?
    let useCase: String
    let kind: Kind
    let channel: Medium
    let queue: String
    @Nullable var entryPoint: String?
    @Nullable var variant: String?
    let enqueuedAt: String
    @Nullable var answeredAt: String?
    @Nullable var endedAt: String?
    @Nullable var wrapEndedAt: String?
    @Nullable var outcome: Interaction.Outcome?
    let segments: [Segment]
    let offers: [Offer]
    let resolution: Resolution
    let survey = Survey()
    @Nullable var disposition: Disposition?
    let quality: [Quality]

    private enum CodingKeys: CodingKey {
        case type, id, customer, issue, useCase, kind, channel, queue, entryPoint, variant, enqueuedAt, answeredAt, endedAt, wrapEndedAt
        case outcome, segments, offers, resolution, survey, disposition, quality
    }

    init(_ interaction: Interaction) {
        id = interaction.id.description
        customer = interaction.caller.customer.id.description
        useCase = interaction.caller.useCase.description
        kind = interaction.callbackRequestedAt == nil ? .instant : .callback
        channel = interaction.medium
        queue = interaction.queue.description
        enqueuedAt = interaction.enqueuedAt.rfc3339
        segments = interaction.segments.map {
            Segment(kind: $0.kind, agent: $0.agent.description, from: $0.from.rfc3339, to: $0.to?.rfc3339)
        }
        offers = interaction.offers.map {
            Offer(agent: $0.agent.description, at: $0.at.rfc3339, result: $0.result, endedAt: $0.endedAt.rfc3339)
        }
        quality = interaction.quality.map(Quality.init)
        resolution = Resolution(agent: interaction.resolved)
        entryPoint = interaction.caller.entryPoint?.description
        variant = interaction.caller.variant?.description
        answeredAt = interaction.answeredAt?.rfc3339
        endedAt = interaction.endedAt?.rfc3339
        wrapEndedAt = interaction.wrapEndedAt?.rfc3339
        outcome = interaction.outcome
        disposition = interaction.disposition
    }
}

extension Instant {
    /// In UTC with milliseconds: `2026-10-20T22:28:33.394Z`.
    var rfc3339: String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        // The fraction is written by hand: through a floating-point date it may come out one millisecond short.
        let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601).dropLast()
        let digits = String(rest)
        return "\(whole).\(String(repeating: "0", count: 3 - digits.count))\(digits)Z"
    }
}
