import ArgumentParser
import Server

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Manage the accounts of agents, supervisors, managers and administrators.",
        subcommands: [Add.self, Password.self, Disable.self, Enable.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add an account; the password is asked for, or read from standard input.")

        @Argument(help: "The user name.") var name: String
        @Option(help: "agent, supervisor, manager or admin.") var role = "agent"
        @Option(help: "What customers and colleagues see; by default the user name.") var displayName: String?
        @Option(help: "The queues whose calls and recordings the account may look into, separated by commas; by default all.")
        var queues: String?
        @Flag(help: "Read the password from standard input.") var passwordStdin = false
        @OptionGroup var folder: FolderOption

        func run() async throws {
            try await Operator.explaining {
                let password = try Operator.password(fromInput: passwordStdin)
                let scope = (queues ?? "").split(separator: ",").map { String($0.trimmingPrefix { $0 == " " }) }
                try await folder.administration().addUser(name, displayName: displayName, role: role, queues: scope, password: password)
            }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set a new password.")

        @Argument(help: "The user name.") var name: String
        @Flag(help: "Read the password from standard input.") var passwordStdin = false
        @OptionGroup var folder: FolderOption

        func run() async throws {
            try await Operator.explaining {
                let password = try Operator.password(fromInput: passwordStdin)
                try await folder.administration().setPassword(name, password: password)
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Refuse an account from now on.")

        @Argument(help: "The user name.") var name: String
        @OptionGroup var folder: FolderOption

        func run() async throws { try await Operator.explaining { try await folder.administration().setDisabled(name, true) } }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a disabled account in again.")

        @Argument(help: "The user name.") var name: String
        @OptionGroup var folder: FolderOption

        func run() async throws { try await Operator.explaining { try await folder.administration().setDisabled(name, false) } }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts: name, role, state, queues.")

        @OptionGroup var folder: FolderOption

        func run() async throws { try await Operator.explaining { for line in try await folder.administration().users() { print(line) } } }
    }
}
