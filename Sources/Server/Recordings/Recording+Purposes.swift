import Domain
import Recording

extension Domain.Recording {
    /// What it is kept for: what the customer agreed to at its end. When nothing was agreed to any more, which ended the capturing, it is
    /// the last that was: what was said until then was recorded under it.
    func purposes(by index: RecordingIndex) -> [ConsentPurpose] {
        let others = Set(index.participants.filter { $0.role != Participant.Role.customer.rawValue }.map(\.id))
        var granted = Set(purposes)
        var last = granted
        for note in index.markers {
            guard let purpose = note.detail.flatMap(ConsentPurpose.init), !(note.participant.map(others.contains) ?? false) else {
                continue
            }
            switch note.kind {
            case .consentGiven: granted.insert(purpose)
            case .consentWithdrawn: granted.remove(purpose)
            default: continue
            }
            if !granted.isEmpty { last = granted }
        }
        return last.sorted { $0.rawValue < $1.rawValue }
    }
}
