import ArgumentParser
import Foundation
import Server

/// How the command line talks to the person at it.
enum Operator {
    /// Errors become one clear line on standard error and exit code 1.
    static func explaining(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            FileHandle.standardError.write(Data("visavis: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    /// The password without echo from the terminal, or the first line of standard input.
    static func password(fromInput: Bool) throws -> String {
        if fromInput || isatty(STDIN_FILENO) == 0 {
            guard let line = readLine(), !line.isEmpty else { throw ValidationError("standard input holds no password") }
            return line
        }
        guard let typed = unsafe getpass("Password: ") else { throw ValidationError("no password was typed") }
        return unsafe String(cString: typed)
    }
}

struct FolderOption: ParsableArguments {
    @Option(help: "The server's data folder; by default VISAVIS_DATA, or ./data.") var data: String?

    /// The same folder that the server takes with these settings.
    func administration() async throws -> Administration { try Administration(dataFolder: try await settings().dataFolder) }

    func recordings() async throws -> RecordingAdministration { try RecordingAdministration(try await settings()) }

    func settings() async throws -> ServerConfiguration {
        var environment = ProcessInfo.processInfo.environment
        if let data { environment["VISAVIS_DATA"] = data }
        return try await ServerConfiguration.read(environment: environment)
    }
}
