import ArgumentParser
import Server

struct LetterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "letter",
        abstract: "Send a test letter, by mail or SMS, with the server's settings, and print what the other side answered.")

    @Option(help: "An e-mail address, or a phone number with its country (+33123456789).") var to: String
    @Flag(help: "Put it into the outbox instead: the server, which must be stopped now, sends it when it starts.") var later = false
    @OptionGroup var folder: FolderOption

    func run() async throws {
        try await Operator.explaining {
            let letters = LetterAdministration(try await folder.settings())
            if later {
                try letters.store(to: to)
                print("The letter is in the outbox.")
            } else {
                print("The letter was taken: \(try letters.send(to: to))")
            }
        }
    }
}
