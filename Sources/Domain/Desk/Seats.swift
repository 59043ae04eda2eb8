/// In which sessions each person has a seat: one call at most, and only agents have several chats.
struct Seats: Sendable {
    private var sessions: [Identifier<Person>: [SessionID]] = [:]

    /// In the order in which they were taken.
    subscript(person: Identifier<Person>) -> [SessionID] { sessions[person] ?? [] }

    func has(_ person: Identifier<Person>, in session: SessionID) -> Bool { sessions[person]?.contains(session) == true }

    mutating func sit(_ person: Identifier<Person>, in session: SessionID) {
        guard !has(person, in: session) else { return }
        sessions[person, default: []].append(session)
    }

    mutating func leave(_ person: Identifier<Person>, _ session: SessionID) {
        guard let index = sessions.index(forKey: person) else { return }
        sessions.values[index].removeAll { $0 == session }
        if sessions.values[index].isEmpty { sessions.remove(at: index) }
    }
}
