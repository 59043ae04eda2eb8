import ArgumentParser

@main
struct Visavis: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visavis", abstract: "Face-to-face customer service over video.",
        subcommands: [
            ServeCommand.self, UserCommand.self, APIKeyCommand.self, RecordingsCommand.self, RoutingCommand.self, LetterCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)
}
