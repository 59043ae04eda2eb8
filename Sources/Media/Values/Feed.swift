/// A room of the relay: one video session.
public struct RoomID: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// Somebody in a room. The same member may come with one transport after another.
public struct MemberID: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// What a member can send; at most one of each kind.
public enum FeedKind: UInt8, Hashable, Sendable, CaseIterable {
    case microphone, camera, screen

    public var isVideo: Bool { self != .microphone }
}

/// One member's microphone, camera or screen. Outlives the transport that carries it.
public struct FeedID: Hashable, Sendable {
    public let member: MemberID
    public let kind: FeedKind

    public init(member: MemberID, kind: FeedKind) {
        self.member = member
        self.kind = kind
    }
}

/// How pictures are coded. What a sender and a receiver do not share is not forwarded.
public enum VideoCodec: String, Hashable, Sendable {
    case vp8 = "VP8"
    case h264 = "H264"
}
