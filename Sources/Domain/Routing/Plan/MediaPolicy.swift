/// How much an agent can have in hand at once, by medium.
public struct MediaPolicy: Hashable, Sendable, Codable {
    /// An agent has one call at most.
    public struct Video: Hashable, Sendable, Codable {
        /// Whether who is in a call, or finishes its record, takes nothing else, and calls are offered only to who has nothing else.
        public var exclusive: Bool

        public init(exclusive: Bool = true) { self.exclusive = exclusive }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            exclusive = try container.decodeIfPresent(Bool.self, forKey: .exclusive) ?? Self().exclusive
        }
    }

    public struct Chat: Hashable, Sendable, Codable {
        /// Chats at once, those included whose record is being finished; 0: nobody is offered any.
        public var capacity: Int

        public init(capacity: Int = 3) { self.capacity = capacity }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            capacity = try container.decodeIfPresent(Int.self, forKey: .capacity) ?? Self().capacity
        }
    }

    public var video: Video
    public var chat: Chat

    public init(video: Video = Video(), chat: Chat = Chat()) {
        self.video = video
        self.chat = chat
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        video = try container.decodeIfPresent(Video.self, forKey: .video) ?? Video()
        chat = try container.decodeIfPresent(Chat.self, forKey: .chat) ?? Chat()
    }

    public func capacity(of medium: Medium) -> Int {
        switch medium {
        case .video: 1
        case .chat: chat.capacity
        }
    }

    /// What an agent who has this in hand can be offered besides.
    func room(beside work: Workload) -> MediumSet {
        // An offer is looked at alone.
        guard work.offer == nil else { return [] }
        let (calls, chats) = (work.count(of: .video), work.count(of: .chat))
        var room: MediumSet = []
        if calls < capacity(of: .video), chats == 0 || !video.exclusive { room.insert(.video) }
        if chats < capacity(of: .chat), calls == 0 || !video.exclusive { room.insert(.chat) }
        return room
    }
}
