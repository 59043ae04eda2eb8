@testable import Domain

/// Most timelines give an agent one customer at a time.
extension ServiceDesk {
    func wrapUp(of agent: AgentID) -> (wrapUp: WrapUp, interaction: Interaction)? { wrapUps(of: agent).first }
    func session(ofAgent agent: AgentID) -> Session? { sessions(ofAgent: agent).first }
}

extension Workload {
    static func talking(_ session: SessionID) -> Self {
        var workload = Self()
        workload.begin(session, .video)
        return workload
    }
}
