import ArgumentParser
import Server

struct APIKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apikey", abstract: "Keys with which a host web site names its own customers.", subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key and print it; it is shown this once.")

        @Argument(help: "What the key is for.") var name: String
        @OptionGroup var folder: FolderOption

        func run() async throws { try await Operator.explaining { print(try await folder.administration().addAPIKey(name)) } }
    }
}
