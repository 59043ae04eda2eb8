import ArgumentParser
import Foundation
import Server

struct RecordingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recordings", abstract: "Look after recordings in the data folder.",
        subcommands: [List.self, Verify.self, Repair.self, Export.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the recordings: id, time, state, duration, size, place, queue, agent.")

        @OptionGroup var folder: FolderOption

        func run() async throws { try await Operator.explaining { try await folder.recordings().list { print($0) } } }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read every byte and compare it with what was written; exit code 1 when something is wrong.")

        @Argument(help: "The recordings' ids; by default all that are closed and here.") var ids: [String] = []
        @OptionGroup var folder: FolderOption

        func run() async throws {
            var isGood = true
            try await Operator.explaining { isGood = try await folder.recordings().verify(ids) { print($0) } }
            if !isGood { throw ExitCode.failure }
        }
    }

    struct Repair: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Finish what a crash left open. The server does this when it starts; here it must be stopped.")

        @Argument(help: "Recordings that failed, to be looked at once more.") var ids: [String] = []
        @OptionGroup var folder: FolderOption

        func run() async throws { try await Operator.explaining { try await folder.recordings().repair(ids) { print($0) } } }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy a recording into a folder, in the clear; the copying stands in the audit log.")

        @Argument(help: "The recording's id.") var id: String
        @Argument(help: "The folder to write to; it is made.") var target: String
        @OptionGroup var folder: FolderOption

        func run() async throws {
            try await Operator.explaining {
                for name in try await folder.recordings().export(id, to: target) { print("\(target)/\(name)") }
            }
        }
    }
}
