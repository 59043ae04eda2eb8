/// What a waiting customer is told: which message, and what fills it.
public enum Greeting: Hashable, Sendable {
    /// An agent is being asked at this moment.
    case connecting
    /// No honest estimate can be given.
    case waiting
    case waitingAbout(WaitEstimate)
    /// So long that the ways out (book, call back) come first.
    case longWait(WaitEstimate)
    /// Open, but nobody is at work.
    case noStaff
    /// `nil`: not within the next 400 days.
    case closed(reopensAt: Instant?)

    public enum Opening: Hashable, Sendable {
        case open
        case closed(reopensAt: Instant?)
    }

    /// - Parameters:
    ///   - place: as `WaitEstimator.predict` takes it; 0: an agent is being asked, whatever the hours say.
    ///   - longWait: an estimate whose upper bound is longer than this is a long wait.
    public init(opening: Opening, staffed: Int, place: Int, estimate: WaitEstimate?, longWait: Duration = .seconds(900)) {
        self =
            switch (opening, estimate) {
            case _ where place == 0: .connecting
            case (.closed(let reopensAt), _): .closed(reopensAt: reopensAt)
            case (.open, _) where staffed == 0: .noStaff
            case (.open, let estimate?): estimate.p90 > longWait.wholeMilliseconds ? .longWait(estimate) : .waitingAbout(estimate)
            case (.open, nil): .waiting
            }
    }

    /// The message, without what fills it: the name that its text has in a plan.
    public enum Message: String, Sendable, Codable, CaseIterable {
        case connecting, waiting, waitingAbout, longWait, noStaff, closed, closedForLong
    }

    public var message: Message {
        switch self {
        case .connecting: .connecting
        case .waiting: .waiting
        case .waitingAbout: .waitingAbout
        case .longWait: .longWait
        case .noStaff: .noStaff
        case .closed(.some): .closed
        case .closed(nil): .closedForLong
        }
    }

    /// The message in the customer's language, filled in.
    ///
    /// - Parameters:
    ///   - now: today on the wall clock of the queue's business hours; with it the next opening can be named as a day.
    ///   - reopens: the time of the next opening on that clock (`BusinessHours.localTime(at:)`).
    public func text(in language: Language, from texts: GreetingTexts, now: LocalTime? = nil, reopens: LocalTime? = nil) -> String {
        switch self {
        case .waitingAbout(let estimate), .longWait(let estimate):
            let minutes = estimate.minutes
            let span = minutes.from == minutes.to ? "\(minutes.to)" : "\(minutes.from)–\(minutes.to)"
            return texts.text(message, language, with: span)
        case .closed(.some):
            guard let reopens else { return texts.text(.closedForLong, language) }
            return texts.text(message, language, with: reopens.spoken(in: language, from: now))
        case .connecting, .waiting, .noStaff, .closed(nil):
            return texts.text(message, language)
        }
    }
}
