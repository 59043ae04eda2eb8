import Domain

extension Views {
    struct WrapUp: Encodable {
        let interaction: String
        let medium: Medium
        let deadline: Int64
        let startedAt: Int64
        let caller: Caller
        let note: String
        let dispositions: [String]
        let mode: WrapUpPolicy.Mode
        let canSkip: Bool
        let extensionsLeft: Int
        let extensionSeconds: Int
        /// Of a time that is fixed: the record is in, the time runs on.
        let saved: Bool
        /// Whether the agent can promise to call the customer back.
        let mayPromise: Bool
        let promised: Ticket.Callback?

        init(_ wrapUp: Domain.WrapUp, _ interaction: Interaction, in desk: ServiceDesk) {
            mayPromise = desk.mayPromise(after: interaction)
            promised = desk.promisedTicket(after: interaction.id)?.callback.map(Ticket.Callback.init)
            self.interaction = interaction.id.description
            medium = wrapUp.medium
            deadline = wrapUp.deadline.milliseconds
            startedAt = wrapUp.startedAt.milliseconds
            caller = Caller(interaction.caller)
            note = interaction.note?.description ?? ""
            dispositions = Disposition.choices.map(\.rawValue)
            mode = wrapUp.policy.mode
            canSkip = wrapUp.canSkip
            extensionsLeft = max(0, wrapUp.policy.extensions - wrapUp.extensionsUsed)
            extensionSeconds = wrapUp.policy.extensionSeconds
            saved = wrapUp.isFinished
        }
    }

    struct WrapUpFinished: Encodable {
        let interaction: String
        let finished = true

        private enum CodingKeys: CodingKey { case interaction, finished }
    }
}
