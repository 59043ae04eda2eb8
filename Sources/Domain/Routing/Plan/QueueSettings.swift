/// How one queue is run.
public struct QueueSettings: Hashable, Sendable, Codable {
    public var name: QueueName
    public var title: Title
    /// How its customers may talk; at least one.
    public var media: MediumSet
    /// `nil`: always open.
    public var hours: HoursName?
    /// The wait that the service level counts as kept.
    public var serviceLevelSeconds: Int
    /// How long an agent has to answer an offer; `nil`: as long as the server's policy says.
    public var offerSeconds: Int?
    public var wrapUp: WrapUpPolicy
    /// Waiting tickets beyond which newcomers are turned away; `nil`: only the server's own bound.
    public var maximumDepth: Int?
    /// The first that holds is done.
    public var overflow: [OverflowRule]
    public var whenClosed: Turnaway
    public var callback: CallbackPolicy
    public var booking: BookingPolicy

    public init(
        name: QueueName, title: Title = [:], media: MediumSet = .video, hours: HoursName? = nil, serviceLevelSeconds: Int = 20,
        offerSeconds: Int? = nil,
        wrapUp: WrapUpPolicy = WrapUpPolicy(), maximumDepth: Int? = nil, overflow: [OverflowRule] = [], whenClosed: Turnaway = .book,
        callback: CallbackPolicy = CallbackPolicy(), booking: BookingPolicy = BookingPolicy()
    ) {
        self.name = name
        self.title = title
        self.media = media
        self.hours = hours
        self.serviceLevelSeconds = serviceLevelSeconds
        self.offerSeconds = offerSeconds
        self.wrapUp = wrapUp
        self.maximumDepth = maximumDepth
        self.overflow = overflow
        self.whenClosed = whenClosed
        self.callback = callback
        self.booking = booking
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let standard = Self(name: try container.decode(QueueName.self, forKey: .name))
        name = standard.name
        title = try container.decodeIfPresent(Title.self, forKey: .title) ?? standard.title
        media = try container.decodeIfPresent(MediumSet.self, forKey: .media) ?? standard.media
        hours = try container.decodeIfPresent(HoursName.self, forKey: .hours)
        serviceLevelSeconds = try container.decodeIfPresent(Int.self, forKey: .serviceLevelSeconds) ?? standard.serviceLevelSeconds
        offerSeconds = try container.decodeIfPresent(Int.self, forKey: .offerSeconds)
        wrapUp = try container.decodeIfPresent(WrapUpPolicy.self, forKey: .wrapUp) ?? standard.wrapUp
        maximumDepth = try container.decodeIfPresent(Int.self, forKey: .maximumDepth)
        overflow = try container.decodeIfPresent([OverflowRule].self, forKey: .overflow) ?? []
        whenClosed = try container.decodeIfPresent(Turnaway.self, forKey: .whenClosed) ?? standard.whenClosed
        callback = try container.decodeIfPresent(CallbackPolicy.self, forKey: .callback) ?? standard.callback
        booking = try container.decodeIfPresent(BookingPolicy.self, forKey: .booking) ?? standard.booking
    }
}
