/// Which times the customers of a queue can book for being called back.
public struct BookingPolicy: Hashable, Sendable, Codable {
    /// Slots begin at whole multiples of it on the clock on the wall there, and last as long.
    public enum Length: Int, Sendable, Codable, CaseIterable {
        case ten = 10
        case quarter = 15
        case twenty = 20
        case half = 30
        case hour = 60
    }

    public var slotMinutes: Length
    /// So many customers may book the same slot; 0: none can be booked.
    public var perSlot: Int
    /// How long before its start a slot can be booked at the latest.
    public var noticeMinutes: Int
    public var daysAhead: Int

    public init(slotMinutes: Length = .half, perSlot: Int = 2, noticeMinutes: Int = 60, daysAhead: Int = 14) {
        self.slotMinutes = slotMinutes
        self.perSlot = perSlot
        self.noticeMinutes = noticeMinutes
        self.daysAhead = daysAhead
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let standard = Self()
        slotMinutes = try container.decodeIfPresent(Length.self, forKey: .slotMinutes) ?? standard.slotMinutes
        perSlot = try container.decodeIfPresent(Int.self, forKey: .perSlot) ?? standard.perSlot
        noticeMinutes = try container.decodeIfPresent(Int.self, forKey: .noticeMinutes) ?? standard.noticeMinutes
        daysAhead = try container.decodeIfPresent(Int.self, forKey: .daysAhead) ?? standard.daysAhead
    }
}
